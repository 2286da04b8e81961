import type { EngineAbilities } from '../../lib/contract/engine-abilities.ts';
import {
  type Engine,
  type EngineFailure,
  EngineFault,
  type EngineFaultKind,
  type EngineOrder,
  type Observation,
  type ObservedStatus,
} from '../../lib/ports/engine.ts';
import { chanceOf } from './chance.ts';
import type { How } from './steps.ts';

/**
 * An engine as bad as the design allows for. It forgives nothing: each start that it accepts is one more execution.
 * What an execution does by itself follows from its name, so it does the same whatever else happens.
 */

export type Execution = {
  readonly id: string;
  readonly order: EngineOrder;
  /** Milliseconds. */
  readonly startedAt: number;
  /** Before that, neither a search nor a look finds it. */
  readonly shownFrom: number;
  readonly course: Course;
  /** The second one of a start that the engine took twice, or one that it said it had refused. */
  readonly unasked: boolean;
  status: ObservedStatus;
  finishedAt?: number;
  /** How often it was asked to stop. */
  cancels: number;
  /** Asked to stop, and obeys then. */
  stopsAt?: number;
};

type Course = {
  readonly seconds: number;
  readonly end: 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'ROLLED_BACK' | 'never';
  /** Seconds until it obeys; `undefined`: never. */
  readonly obeysAfter: number | undefined;
  readonly queuedSeconds: number;
  /** For a while it has a status that nobody knows. */
  readonly unclear: boolean;
};

const terminal: ReadonlySet<ObservedStatus> = new Set(['SUCCEEDED', 'FAILED', 'CANCELED', 'ROLLED_BACK']);
export const isOver = ({ status }: Pick<Execution, 'status'>): boolean => terminal.has(status);

/** What is hidden longer than the search window allows for could never be found in time by anybody. */
const HIDDEN_SECONDS_MAX = 12;

const courseOf = (name: string): Course => {
  const chance = chanceOf(name);
  const end = chance.weighted({ SUCCEEDED: 70, FAILED: 14, CANCELED: 4, ROLLED_BACK: 5, never: 7 }) ?? 'SUCCEEDED';
  const obeys = chance.weighted({ now: 6, later: 3, never: 1 });
  return {
    seconds: chance.pick([2, 5, 10, 40, 120, 400]) ?? 10,
    end,
    obeysAfter: obeys === 'now' ? 0 : obeys === 'later' ? 40 : undefined,
    queuedSeconds: chance.pick([0, 0, 5, 30]) ?? 0,
    unclear: chance.hits(0.15),
  };
};

type Outside = (method: string, perform: (fault: How | undefined) => Promise<unknown>) => Promise<unknown>;

export type Watcher = {
  accepted(execution: Execution, earlier: readonly Execution[]): void;
  /** Something was asked of it that it cannot do. */
  overasked(method: string): void;
};

/** What engines can do differs; many can do everything. */
const abilitiesOf = (seed: string): EngineAbilities => {
  const kind = chanceOf(`${seed} engine`).weighted({ able: 6, unsearchable: 2, unstoppable: 1, silent: 2 });
  const observation = kind !== 'silent';
  return { search: kind !== 'unsearchable' && observation, cancel: kind !== 'unstoppable', observation, events: true };
};

export type SimulatedEngine = ReturnType<typeof openEngine>;

export const openEngine = (seed: string, { now, outside }: { now: () => number; outside: Outside }, watch: Watcher) => {
  const executions: Execution[] = [];
  const abilities = abilitiesOf(seed);
  let down = false;
  let replaced = false;

  const end = (execution: Execution, status: ObservedStatus, at: number): void => {
    execution.status = status;
    execution.finishedAt = at;
  };

  /** Executions go on only when somebody looks; nobody can tell the difference. */
  const goOn = (execution: Execution): Execution => {
    const { startedAt, stopsAt, course } = execution;
    if (isOver(execution)) return execution;
    const endsAt = course.end === 'never' ? Number.POSITIVE_INFINITY : startedAt + course.seconds * 1000;
    if (stopsAt !== undefined && stopsAt <= now() && stopsAt < endsAt) end(execution, 'CANCELED', stopsAt);
    else if (endsAt <= now() && course.end !== 'never') end(execution, course.end, endsAt);
    else execution.status = isUnclear(execution, now()) ? 'UNKNOWN' : underWay(execution, now());
    return execution;
  };

  const all = (): readonly Execution[] => executions.map(goOn);
  const shown = (): readonly Execution[] => all().filter(({ shownFrom }) => shownFrom <= now());

  const accept = (order: EngineOrder, unasked: boolean): Execution => {
    const earlier = executions.filter((other) => other.order.deploymentId === order.deploymentId);
    const id = `x-${order.deploymentId}-${earlier.length + 1}`;
    const chance = chanceOf(`${seed} hidden ${id}`);
    const hidden = chance.hits(0.5) ? chance.below(HIDDEN_SECONDS_MAX * 1000) : 0;
    const execution: Execution = {
      id,
      order,
      startedAt: now(),
      shownFrom: now() + hidden,
      course: courseOf(`${seed} course ${id}`),
      unasked,
      status: 'QUEUED',
      cancels: 0,
    };
    executions.push(execution);
    watch.accepted(execution, earlier);
    return execution;
  };

  /** Nobody could find out that an engine lies which cannot be searched. */
  const honestly = (fault: How | undefined): How | undefined => {
    if (abilities.search) return fault;
    if (fault === 'reset after two') return 'reset after';
    return fault === 'reject though accepted' ? 'reject' : fault;
  };

  const start = (order: EngineOrder, asked: How | undefined): unknown => {
    const fault = honestly(asked);
    const [what = ''] = (fault ?? 'accept').split(' ');
    if (fault === 'not sent') throw new EngineFault('UNAVAILABLE', 'No connection', { ambiguous: false });
    if (down) throw new EngineFault('UNAVAILABLE', 'The engine is down', { ambiguous: true });
    if (fault === 'reject') return { kind: 'rejected', failure: rejection };
    if (fault?.endsWith('before')) throw lost(what);
    const { id } = accept(order, fault === 'reject though accepted');
    if (fault === 'reset after two') accept(order, true);
    if (fault === 'reject though accepted') return { kind: 'rejected', failure: rejection };
    if (fault !== undefined) throw lost(what);
    return { kind: 'accepted', executionId: id };
  };

  /** Arrives at an engine that is up, unless the call is to fail. */
  const arrive = (fault: How | undefined, needs?: keyof EngineAbilities): void => {
    if (needs !== undefined && !abilities[needs]) watch.overasked(needs);
    if (down) throw new EngineFault('UNAVAILABLE', 'The engine is down', { ambiguous: true });
    const kind = fault === undefined ? undefined : faultKinds[fault];
    if (kind !== undefined) throw new EngineFault(kind, `The call was answered by ${kind}`, { ambiguous: true });
  };

  const seenOf = (execution: Execution, fault: How | undefined, at = now()): Observation => {
    const { id, order, course, status, startedAt, finishedAt } = execution;
    const total = order.steps.length;
    const part = Math.min(1, (at - startedAt) / (course.seconds * 1000));
    const done = Math.min(total, Math.floor(part * total));
    return {
      executionId: id,
      status: fault === 'unknown status' ? 'UNKNOWN' : status,
      startedAt: new Date(startedAt).toISOString(),
      failures: status === 'FAILED' ? [failure] : [],
      warnings: [],
      ...(total === 0 ? {} : { progress: { done, total, label: order.steps[Math.min(done, total - 1)] ?? '' } }),
      ...(finishedAt === undefined || fault === 'unknown status'
        ? {}
        : { finishedAt: new Date(finishedAt).toISOString() }),
    };
  };

  const engine: Engine = {
    kind: 'scripted',
    abilities,
    start: (order) => outside('engine.start', async (fault) => start(order, fault)) as ReturnType<Engine['start']>,
    find: ({ eventId }) =>
      outside('engine.find', async (fault) => {
        arrive(fault, 'search');
        return shown()
          .filter(({ order }) => order.eventId === eventId)
          .map(({ id, startedAt }) => ({ id, startedAt: new Date(startedAt).toISOString() }));
      }) as ReturnType<Engine['find']>,
    observe: (executionId) =>
      outside('engine.observe', async (fault) => {
        arrive(fault, 'observation');
        const execution = shown().find(({ id }) => id === executionId);
        return execution && fault !== 'unknown execution' ? seenOf(execution, fault) : undefined;
      }) as ReturnType<Engine['observe']>,
    observeMany: (watched) =>
      outside('engine.observeMany', async (fault) => {
        arrive(fault, 'observation');
        const known = shown().filter(({ id }) => watched.some(({ executionId }) => executionId === id));
        const given = fault === 'unknown execution' ? known.slice(1) : known;
        return new Map(given.map((execution) => [execution.id, { ...seenOf(execution, fault), failures: [] }]));
      }) as ReturnType<Engine['observeMany']>,
    cancel: (executionId) =>
      outside('engine.cancel', async (fault) => {
        if (fault !== 'lost') arrive(fault, 'cancel');
        const execution = shown().find(({ id }) => id === executionId);
        if (execution) execution.cancels += 1;
        if (execution && !isOver(execution) && execution.course.obeysAfter !== undefined) {
          execution.stopsAt ??= now() + execution.course.obeysAfter * 1000;
        }
        if (fault === 'lost') throw lost('timeout');
      }) as ReturnType<Engine['cancel']>,
    applications: async () => [],
    definitions: async () => [],
    health: () =>
      outside('engine.health', async (fault) => {
        arrive(fault);
        return { ok: true };
      }) as ReturnType<Engine['health']>,
  };

  return {
    engine,
    all,
    /** What its event said so many seconds ago. */
    word: (execution: Execution, late: number): Observation => {
      const at = Math.max(execution.startedAt, now() - late * 1000);
      return seenOf(asOf(execution, at), undefined, at);
    },
    goDown: () => {
      down = true;
    },
    comeBack: () => {
      down = false;
    },
    /** What ran is lost, and the engine says so. */
    restart: () => {
      for (const execution of all()) if (!isOver(execution)) end(execution, 'FAILED', now());
    },
    /** Another one is connected in its place, or it is again. */
    replace: (by: boolean) => {
      replaced = by;
    },
    isReplaced: () => replaced,
    /** What whoever sets out now is connected to. */
    connected: (): Engine => (replaced ? { ...engine, kind: 'another' } : engine),
  };
};

const underWay = ({ startedAt, course }: Execution, at: number): ObservedStatus =>
  startedAt + course.queuedSeconds * 1000 <= at ? 'RUNNING' : 'QUEUED';

const UNCLEAR_MS = { from: 3000, to: 40_000 } as const;
const isUnclear = ({ startedAt, course }: Execution, at: number): boolean =>
  course.unclear && at >= startedAt + UNCLEAR_MS.from && at < startedAt + UNCLEAR_MS.to;

/** As it was then. */
const asOf = (execution: Execution, at: number): Execution => {
  const { finishedAt, ...rest } = execution;
  if (finishedAt !== undefined && finishedAt <= at) return execution;
  return { ...rest, status: underWay(execution, at) };
};

const rejection: EngineFailure = { category: 'CONFIG', summary: 'The definition is not known' };
const failure: EngineFailure = { category: 'APP', summary: 'A step has failed', evidence: 'step failed' };

const faultKinds: Readonly<Partial<Record<How, EngineFaultKind>>> = {
  unavailable: 'UNAVAILABLE',
  timeout: 'TIMEOUT',
  broken: 'CALL_FAILED',
};

const lostAnswers: Readonly<Record<string, EngineFaultKind>> = {
  reset: 'UNAVAILABLE',
  error: 'CALL_FAILED',
  timeout: 'TIMEOUT',
};

const lost = (what: string): EngineFault =>
  new EngineFault(lostAnswers[what] ?? 'CALL_FAILED', `The answer was lost: ${what}`, { ambiguous: true });
