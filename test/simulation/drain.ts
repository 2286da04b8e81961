import { BREAKER_OPENS_AFTER } from '../../lib/domain/breaker.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { isTerminal } from '../../lib/domain/states.ts';
import { isSettled } from '../../lib/domain/strays.ts';
import { type Execution, isOver } from './engine.ts';
import type { Play } from './play.ts';
import type { Deed } from './steps.ts';
import { Broken } from './witness.ts';

/** Everything is well again, and time passes: whatever is under way must come to its end. */

/** Numbers of those who act here; nobody else in a run has one as high. */
const FIRST = 500_000;
/** Longer than every deadline, search window and wait together. */
const MINUTES_MAX = 40;
/** Until the last search window has closed for sure, and somebody has been there since. */
const MINUTES_MIN = 4;

export const drain = async (play: Play): Promise<void> => {
  const { stage, engine, deeds } = play;
  let who = FIRST;
  const act = async (what: Deed): Promise<void> => {
    who += 1;
    await deeds.setOut({ do: 'set out', who, what, skewMs: 0 });
    await stage.settle();
    play.check();
  };
  play.table.faults.gsiLagMs = 0;
  engine.comeBack();
  engine.replace(false);
  const wellSince = stage.now();
  await stage.settle();
  play.check();
  for (let minute = 0; minute < MINUTES_MAX; minute += 1) {
    for (const id of [...play.undelivered]) await act({ kind: 'stream', of: [makerOf(play, id)] });
    for (const id of play.machines.due()) await act({ kind: 'machine', of: makerOf(play, id) });
    if (!looksItself(play)) await tellAll(play, act);
    await act({ kind: 'reconcile', vigil: 0 });
    if (minute >= MINUTES_MIN && openOnes(play).length === 0) break;
    await stage.wait(minute === 0 ? 20 : 60);
  }
  judgeQuiet(play, wellSince);
  await drill(play, act);
  await closeRecord(play, act);
};

/** Longer than anything may be open: an hour of denials, and what is to be sealed. */
const HOURS_MAX = 5;
const HOUR_MS = 3_600_000;

/** Hours pass, at the beginning of each of which the audit record is seen to: then all of it is told, sealed and kept. */
const closeRecord = async (
  { stage, sealing, check, witness }: Play,
  act: (what: Deed) => Promise<void>,
): Promise<void> => {
  for (let hour = 0; hour <= HOURS_MAX; hour += 1) {
    await stage.wait((HOUR_MS - (stage.now() % HOUR_MS)) / 1000);
    await act({ kind: 'seal' });
    // What is told now is sealed an hour later.
    if (hour < HOURS_MAX) await act({ kind: 'reconcile', vigil: 0 });
  }
  sealing.judgeEnd();
  witness.judge(new Date(stage.now()), new Set());
  check();
};

/** The engine is out of reach once more: everybody is to learn of it in time, and of its return. */
const drill = async ({ engine, witness }: Play, act: (what: Deed) => Promise<void>): Promise<void> => {
  const state = () => witness.stored().breaker?.state ?? 'closed';
  engine.goDown();
  for (let asked = 0; asked < BREAKER_OPENS_AFTER; asked += 1) await act({ kind: 'probe' });
  if (state() !== 'open') throw new Broken('breaker', `The breaker is ${state()}, and every call fails`);
  engine.comeBack();
  await act({ kind: 'probe' });
  if (state() !== 'closed') throw new Broken('breaker', `The breaker is ${state()}, and the engine is well`);
};

/** Whether DXCP can find everything out by itself. */
const looksItself = ({ engine: { engine } }: Play): boolean => engine.abilities.search && engine.abilities.observation;

/** The engine sends its word on everything, again and again until it arrives. */
const tellAll = async (play: Play, act: (what: Deed) => Promise<void>): Promise<void> => {
  for (const [maker, id] of play.made) {
    const record = play.witness.recordOf(id);
    const has = play.engine.all().some(({ order }) => order.deploymentId === id);
    if (record && has && !isTerminal(record.state))
      await act({ kind: 'hear', of: maker, word: 'its own', late: 0, vigil: 0 });
  }
};

const makerOf = (play: Play, id: string): number => [...play.made].find(([, other]) => other === id)?.[0] ?? -1;

const recordsOf = (play: Play): readonly DeploymentRecord[] =>
  [...play.made.values()].flatMap((id) => play.witness.recordOf(id) ?? []);

/** The engine runs something of it that neither ends nor obeys; or nobody can find out whether it has begun. */
const isHeldUp = (play: Play, { id, executionId, handOver }: DeploymentRecord): boolean =>
  play.engine
    .all()
    .some(
      (execution) => execution.order.deploymentId === id && !isOver(execution) && execution.course.end === 'never',
    ) ||
  (!play.engine.engine.abilities.search && executionId === undefined && handOver.leases > 0 && !handOver.unsent);

/** What is neither at its end nor held up by the engine, nor by one that is. */
const openOnes = (play: Play): readonly DeploymentRecord[] =>
  recordsOf(play).filter((record) => {
    if (isTerminal(record.state)) return !isSettled(record.handOver) && !isHeldUp(play, record);
    const before = record.waitsFor === undefined ? undefined : play.witness.recordOf(record.waitsFor);
    const waits = before !== undefined && !isTerminal(before.state) && isHeldUp(play, before);
    return !waits && !(isHeldUp(play, record) && record.stalled);
  });

/** Nothing runs that nobody knows of, and what runs on although it should not was asked to stop. */
const judgeKnown = ({ witness, engine }: Play, execution: Execution): void => {
  const { abilities } = engine.engine;
  const record = witness.recordOf(execution.order.deploymentId);
  const isOwn = record?.executionId === execution.id;
  const isKnown = isOwn || record?.handOver.strays?.some(({ id }) => id === execution.id);
  // Somebody gave up what could not be looked for: an engine that cannot be searched keeps what it runs to itself.
  const givenUp = record?.abandoned === true && !abilities.search;
  if (givenUp && !isKnown) return;
  if (!isKnown)
    throw new Broken('executions', `Nobody knows of execution ${execution.id}, which is ${execution.status}`);
  const unwanted = !isOwn || record.cancelRequested === true || record.abandoned === true;
  if (isOver(execution) || !unwanted || execution.cancels > 0 || !abilities.cancel) return;
  throw new Broken('executions', `Nobody asks ${execution.id} to stop, which should`);
};

/** Since everything is well: more than enough for a pass of the schedule, or for whoever settles. */
const STOPPED_WITHIN_MS = 180_000;

/** What was known to be too many while nothing was in the way, and ran on for long, must have been asked to stop. */
const judgeStray = ({ engine, strayedAt }: Play, { id, cancels, finishedAt }: Execution, wellSince: number): void => {
  const known = strayedAt.get(id);
  if (known === undefined || cancels > 0 || !engine.engine.abilities.cancel) return;
  if ((finishedAt ?? Number.POSITIVE_INFINITY) < Math.max(known, wellSince) + STOPPED_WITHIN_MS) return;
  throw new Broken('executions', `Nobody has asked ${id} to stop, which was one too many and ran on`);
};

const judgeQuiet = (play: Play, wellSince: number): void => {
  const { witness, engine } = play;
  for (const { id, state, handOver } of openOnes(play)) {
    throw new Broken('liveness', `${id} is still ${state} long after everything was well: ${JSON.stringify(handOver)}`);
  }
  for (const execution of engine.all()) {
    judgeKnown(play, execution);
    judgeStray(play, execution, wellSince);
  }
  const breaker = witness.stored().breaker;
  if (breaker && breaker.state !== 'closed')
    throw new Broken('liveness', 'The breaker stays open while the engine is well');
  witness.judge(new Date(play.stage.now()), play.deeds.undecided());
  const [first] = witness.broken;
  if (first) throw first;
};
