import type { DeploymentRecord } from '../../domain/records.ts';
import { iso, secondsBetween } from '../../domain/time.ts';
import { EngineFault } from '../../ports/engine.ts';
import { everythingInFlight } from '../in-flight.ts';
import { isElsewhere } from '../other-engine.ts';
import { createApart } from './apart.ts';
import { createHints } from './hints.ts';
import { lookAt, type Needs } from './look.ts';
import { createPace, paced } from './pace.ts';
import { isReachable, isWell } from './probe.ts';
import { createRounds } from './round.ts';
import { createSettling } from './settling.ts';
import { createStops } from './stops.ts';
import type { Progress, Turn } from './turn.ts';
import type { Vigil } from './vigil.ts';

/** Between two looks whether something was heard; what is heard within becomes one look. */
const TICK_MS = 500;
/** The turn is prolonged this often. */
const KEEP_SECONDS = 5;

/** The engine broke over what it was asked, which says nothing of the others yet. */
const isOfTheBatch = (fault: unknown): boolean =>
  fault instanceof EngineFault && (fault.kind === 'CALL_FAILED' || fault.kind === 'FORBIDDEN');

/** What is done while it is one's turn. */
export const createShift = (world: Needs, vigil: Vigil & { readonly ends: Date }, turn: Turn) => {
  const { clock, store } = world;
  const { abilities } = world.engine;
  const pace = createPace({ clock, sleep: vigil.sleep }, turn.found.budget);
  /** How it is, and what is settled, is asked within the budget. */
  const slowly = { ...world, engine: paced(world.engine, pace) };
  const hints = createHints(world);
  const rounds = createRounds(turn.found);
  const ended = new Set<string>();
  const apart = createApart();
  const stops = createStops(world, { pace, goesOn: () => goesOn() });
  const settling = vigil.settles
    ? createSettling(slowly, {
        pace,
        found: turn.found,
        // Of an engine that cannot be looked at, rounds know nothing.
        inFlight: () => (abilities.observation ? rounds.all() : undefined),
        isPatient: vigil.seconds === 0,
      })
    : undefined;
  const { lookedAt: _, round: __, ...kept } = turn.found;
  const done = { observed: 0, faults: 0 };
  let keptAt = iso(clock.now());
  let isMine = true;

  /**
   * Takes note of what was heard, from the records themselves: the list may not know yet what is to stop. Answers of how
   * many it was heard.
   */
  const listen = async (): Promise<number> => {
    const ids = await hints();
    rounds.hear(ids.length > 0 ? ours(await store.readDeployments(ids)) : []);
    return ids.length;
  };

  const ours = (records: readonly DeploymentRecord[]) =>
    abilities.observation ? records.filter((record) => !isElsewhere(record, world)) : [];

  const begin = async (list?: readonly DeploymentRecord[]): Promise<void> => {
    rounds.begin(ours(list ?? (await everythingInFlight(world))), clock.now());
    if (!rounds.isIdle() && !(await isReachable(slowly))) rounds.giveUp();
  };

  /** Looks at the next batch; `false` when there is nothing to look at now. */
  const step = async (): Promise<boolean> => {
    await listen();
    if (rounds.isDue(clock.now())) await begin();
    const { asked, passed } = apart.choose(rounds.next(), clock.now());
    rounds.note(passed);
    if (asked.length > 0) await lookOver(asked);
    return asked.length > 0;
  };

  const lookOver = async (batch: readonly DeploymentRecord[]): Promise<void> => {
    try {
      const { after, missing, faults } = await lookAt(world, batch, { pace, ended, goesOn });
      apart.note(batch, missing, clock.now());
      rounds.note(after);
      done.observed += after.length;
      done.faults += faults;
      await stop(after);
    } catch (fault) {
      done.faults += 1;
      if (!isOfTheBatch(fault) || !(await isWell(slowly))) return rounds.giveUp();
      rounds.skip(batch);
      if (batch.length === 1) apart.note(batch, new Set(batch.map(({ id }) => id)), clock.now());
      // It can be told all the same what it cannot say.
      await stop(batch);
    }
  };

  const stop = async (records: readonly DeploymentRecord[]): Promise<void> => {
    const { after, faults } = await stops(records);
    rounds.update(after);
    done.faults += faults;
  };

  const goesOn = async (): Promise<boolean> => {
    await keepTurn();
    return isMine && vigil.isOver?.() !== true;
  };

  const keepTurn = async (): Promise<void> => {
    if (secondsBetween(keptAt, clock.now()) < KEEP_SECONDS) return;
    keptAt = iso(clock.now());
    isMine = await turn.keep(progress());
  };

  const progress = (): Progress => ({
    ...kept,
    ...rounds.progress(),
    ...settling?.progress(),
    budget: { left: pace.left(), at: iso(clock.now()) },
  });

  const settle = async (hasLooked: boolean): Promise<boolean> => {
    const { tried, failed } = (await settling?.step(hasLooked)) ?? { tried: false, failed: false };
    if (failed) done.faults += 1;
    return tried;
  };

  const isTimeUp = () => !isMine || vigil.isOver?.() === true || (vigil.seconds > 0 && clock.now() >= vigil.ends);

  return {
    done,
    begin,
    progress,
    /** Whether something was heard that was not looked at. */
    hasHeardMore: async () => isMine && (await listen()) > 0,
    work: async (): Promise<void> => {
      while (!isTimeUp()) {
        const looked = await step();
        await keepTurn();
        const settled = isMine && (await settle(looked));
        if (looked || settled) continue;
        if (vigil.seconds === 0 || (rounds.isIdle() && settling?.isIdle() !== false)) return;
        await vigil.sleep(TICK_MS);
      }
    },
  };
};
