import { expect } from 'vitest';
import { SEARCH_WINDOW_SECONDS } from '../../lib/domain/hand-over.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { isTerminal } from '../../lib/domain/states.ts';
import { isSettled } from '../../lib/domain/strays.ts';
import type { FaultKind, FaultPoint } from '../../lib/local/engine/faults.ts';
import { courses, type GateExecution, type GateLine } from './gate-line.ts';
import { bodyOf } from './line.ts';

/** One deployment while the engine misbehaves, driven as the machine and the schedule drive it. */

export type FaultCase = {
  readonly on: Exclude<FaultPoint, 'any' | 'catalog'>;
  readonly kind: FaultKind;
  /** How often it happens; or until so many seconds have passed. */
  readonly lasts: { readonly times: number } | { readonly seconds: number };
  readonly end: End;
  /** What the start meets besides, so that there is something to look for. */
  readonly start?: FaultKind;
};

export const ends = ['succeeds quickly', 'succeeds slowly', 'fails', 'is canceled meanwhile'] as const;
export type End = (typeof ends)[number];

const versionOf: Readonly<Record<End, string>> = {
  'succeeds quickly': courses.quick,
  'succeeds slowly': courses.slow,
  fails: courses.failing,
  'is canceled meanwhile': courses.slow,
};

/** What happened, as the engine and the record know it. */
export type History = {
  readonly fault: FaultCase;
  readonly record: DeploymentRecord;
  readonly executions: readonly GateExecution[];
  /** When each order was given, in epoch milliseconds. */
  readonly ordered: readonly number[];
  /** By execution, when the record first knew it. */
  readonly known: ReadonlyMap<string, number>;
  /** Executions that ran at the moment at which the record had ended and its place was free. */
  readonly runningAtEnd: readonly GateExecution[];
  /** When the engine behaved again, in epoch milliseconds. */
  readonly mendedAt: number;
};

const CANCELED_AFTER_SECONDS = 20;
const PASS_SECONDS = 60;
/** So that a pass meets the machine again when the search window closes. */
const FIRST_PASS_SECONDS = SEARCH_WINDOW_SECONDS - PASS_SECONDS;
const PATIENCE_SECONDS = 3_600;

export const play = async (line: GateLine, fault: FaultCase): Promise<History> => {
  const id = await admitted(line, versionOf[fault.end]);
  const began = line.clock.now().getTime();
  const seconds = () => (line.clock.now().getTime() - began) / 1000;
  const first = line.engine.sent.length;
  arm(line, fault);
  const watch = watching(line, id);
  const machine = machineOf(line, id);
  let pass = 0;
  let asked = fault.end !== 'is canceled meanwhile';
  let mendedAt = began;
  for (;;) {
    const { inFlight, settled } = watch.look();
    if (line.engine.faults.list().length > 0) mendedAt = line.clock.now().getTime();
    if (!inFlight && settled && machine.done) break;
    if (seconds() > PATIENCE_SECONDS) throw new Error(`It has no end: ${JSON.stringify(await line.record(id))}`);
    const next = Math.min(machine.at, pass, asked ? Infinity : CANCELED_AFTER_SECONDS);
    line.moveTo(new Date(began + next * 1000).toISOString());
    if ('seconds' in fault.lasts && next >= fault.lasts.seconds) line.engine.faults.clear();
    const due = [machine.at, pass, asked ? Infinity : CANCELED_AFTER_SECONDS].map((at) => at === next);
    // What is due at the same time happens at the same time.
    const [steps, passes, cancels] = due;
    await Promise.all([steps && machine.step(), passes && line.reconcile(), cancels && line.cancel(id)]);
    if (passes) pass += pass === 0 ? FIRST_PASS_SECONDS : PASS_SECONDS;
    if (cancels) asked = true;
  }
  line.engine.faults.clear();
  const ordered = line.engine.sent.slice(first).filter(({ method }) => method === 'POST');
  return {
    fault,
    record: await line.record(id),
    executions: line.engine.of(id),
    ordered: ordered.map(({ at }) => at),
    known: watch.known,
    runningAtEnd: watch.runningAtEnd,
    mendedAt,
  };
};

/** After an engine that was out of reach, reconciliation finds that it is back. */
const admitted = async (line: GateLine, version: string): Promise<string> => {
  const result = await line.deploy({ version });
  if (result.kind === 'answered') return result.body.id;
  await line.reconcile();
  return bodyOf(await line.deploy({ version })).id;
};

const arm = ({ engine }: GateLine, { on, kind, lasts, start }: FaultCase): void => {
  const times = 'times' in lasts ? lasts.times : 1_000_000;
  engine.faults.arm([
    ...(start === undefined ? [] : [{ on: 'start' as const, kind: start, times: 1 }]),
    { on, kind, times },
  ]);
};

/** The state machine: hand over, look, finish, with the waits that it is told. */
const machineOf = (line: GateLine, id: string) => {
  let state: 'start' | 'observe' | 'finish' | 'done' = 'start';
  const machine = {
    at: 0,
    get done() {
      return state === 'done';
    },
    step: async () => {
      if (state === 'start') {
        const handed = await line.handOver(id);
        machine.at += handed.status === 'WAITING' ? handed.waitSeconds : 2;
        if (handed.status === 'HANDED_OVER') state = 'observe';
        return;
      }
      const { status, waitSeconds } = await (state === 'observe' ? line.observe(id) : line.finish(id));
      state = after[status];
      machine.at = state === 'done' ? Infinity : machine.at + (state === 'finish' ? 0 : waitSeconds);
    },
  };
  return machine;
};

const after = { IN_FLIGHT: 'observe', ENGINE_FINISHED: 'finish', NOT_HANDED_OVER: 'start', DONE: 'done' } as const;

const isLive = ({ status }: GateExecution): boolean => status === 'RUNNING' || status === 'NOT_STARTED';

const watching = (line: GateLine, id: string) => {
  const known = new Map<string, number>();
  const watch = {
    known,
    runningAtEnd: [] as readonly GateExecution[],
    look: () => {
      const record = line.written.get(id);
      if (!record) throw new Error(`${id} was never written`);
      const executions = line.engine.of(id);
      const inFlight = !isTerminal(record.state);
      const ids = [record.executionId, ...(record.handOver.strays ?? []).map((stray) => stray.id)];
      for (const execution of executions) {
        if (ids.includes(execution.id) && !known.has(execution.id)) known.set(execution.id, line.clock.now().getTime());
      }
      if (!inFlight && !ended) watch.runningAtEnd = executions.filter(isLive);
      ended = !inFlight;
      return { inFlight, settled: !inFlight && isSettled(record.handOver) };
    },
  };
  let ended = false;
  return watch;
};

/** What must be so, whatever the engine did. */
export const judge = async (line: GateLine, history: History): Promise<void> => {
  const { fault, record, executions, ordered } = history;
  const followed = executions.find(({ id }) => id === record.executionId);
  const told = await line.timeline(record.id);
  expect(executions.filter(isLive), 'executions that still run').toEqual([]);
  expect(record.state, 'the end').toBe(followed === undefined ? endWithout(fault) : followed.status);
  if (followed) expect(followed.status, 'the end of its execution').toBe(endOf(fault, followed));
  expect(
    record.failures.map(({ category }) => category),
    'what failed',
  ).toEqual(record.state !== 'FAILED' ? [] : followed ? ['APP'] : [expect.any(String)]);
  expect(record.quota.refunded, 'the refund').toBe(executions.length === 0);
  expect(await line.holders(), 'places').not.toContain(record.id);
  expectOrders(ordered);
  expectKnown(history);
  if (!isBeyondProof(fault)) expect(history.runningAtEnd, 'what ran when its place was given away').toEqual([]);
  const { items } = await line.store.listAudit({ targetId: record.id, limit: 50 });
  const events = items.filter(({ eventType }) => eventType === 'DUPLICATE_EXECUTION_CANCELED');
  expect(events.length, 'events of second executions').toBe(executions.length - (followed ? 1 : 0));
  expect(
    told.map(({ sequence }) => sequence),
    'the timeline',
  ).toEqual(told.map((_, index) => index + 1));
  expect(told.filter(({ type }) => type === 'ENGINE_ACCEPTED').length, 'acceptances').toBe(followed ? 1 : 0);
};

/** What the engine does although it refused, or after it could not be searched for longer than the window, comes late. */
const isBeyondProof = ({ on, kind, lasts }: FaultCase): boolean =>
  kind === 'refused-late' || (on === 'find' && 'seconds' in lasts);
/** Answers by which the engine refuses for good. */
const refusals: ReadonlySet<FaultKind> = new Set(['forbidden', 'not-found', 'refused-late']);

const endWithout = ({ on, kind, end }: FaultCase): string => {
  if (on === 'start' && refusals.has(kind)) return 'FAILED';
  return end === 'is canceled meanwhile' ? 'CANCELED' : 'it must have an execution';
};

/** A request to stop may come too late; nothing else may come out otherwise than the engine was told to do it. */
const endOf = ({ end }: FaultCase, { startedAt, cancelAskedAt = Infinity }: GateExecution): string => {
  if (end === 'fails') return 'FAILED';
  const tooLate = cancelAskedAt > Date.parse(startedAt) + TOO_LATE_SECONDS * 1000;
  return end === 'is canceled meanwhile' && !tooLate ? 'CANCELED' : 'SUCCEEDED';
};

/** Then a slow run has begun to switch the traffic. */
const TOO_LATE_SECONDS = 156;

/** Never again inside the window of the last time. */
const expectOrders = (ordered: readonly number[]): void => {
  const gaps = ordered.slice(1).map((at, index) => (at - (ordered[index] ?? 0)) / 1000);
  expect(Math.min(...gaps, Infinity), 'seconds between two orders').toBeGreaterThanOrEqual(SEARCH_WINDOW_SECONDS);
};

/** Each execution is known soon, and each that is one too many is stopped, unless it ended before it could be. */
const expectKnown = ({ record, executions, known, mendedAt }: History): void => {
  for (const { id, status, startedAt, endedAt = Infinity, cancelAskedAt = Infinity } of executions) {
    const start = Date.parse(startedAt);
    const until = Math.max(start, mendedAt) + (SEARCH_WINDOW_SECONDS + PASS_SECONDS) * 1000;
    expect(known.get(id), `when ${id} became known`).toBeLessThanOrEqual(until);
    if (id === record.executionId) continue;
    expect(Math.min(endedAt, cancelAskedAt), `when ${id} ended or was asked to`).toBeLessThanOrEqual(until);
    if (endedAt > until) expect(status, `the end of ${id}`).toBe('CANCELED');
  }
};
