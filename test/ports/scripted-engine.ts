import {
  type Engine,
  type EngineFailure,
  EngineFault,
  type EngineFaultKind,
  type EngineOrder,
  type Observation,
  type ObservedStatus,
} from '../../lib/ports/engine.ts';
import type { Clock } from '../../lib/ports/world.ts';

/**
 * An engine that does what it is told. It forgives nothing: each accepted start is one more execution, so whoever asks
 * twice has two.
 */

export type Method = 'start' | 'find' | 'observe' | 'observeMany' | 'cancel' | 'health';

/** What becomes of one start. `before`, `after`, `after two`: how often it was accepted when the answer was lost. */
export const startScripts = [
  'accept',
  'accept two',
  'reject',
  'reject though accepted',
  'reset before',
  'reset after',
  'reset after two',
  'error before',
  'error after',
  'timeout before',
  'timeout after',
  'not sent',
] as const;
export type StartScript = (typeof startScripts)[number];

export type ScriptedExecution = {
  readonly id: string;
  readonly order: EngineOrder;
  readonly startedAt: string;
  /** How often it was asked to stop. */
  cancels: number;
  status: ObservedStatus;
  progress?: Observation['progress'];
  finishedAt?: string;
  failures: readonly EngineFailure[];
  warnings: readonly string[];
};

/** What happens to executions by themselves; without it, only what a test moves. */
export type Course = { readonly seconds: number; readonly end: 'SUCCEEDED' | 'FAILED' | 'ROLLED_BACK' };

export type ScriptedEngine = Engine & {
  readonly executions: readonly ScriptedExecution[];
  /** Every call that arrived, in order. */
  readonly calls: readonly Method[];
  /** The fate of the next starts, one after the other; then they are accepted. */
  script(...starts: readonly StartScript[]): void;
  /** The next calls of the method fail; nothing happens in the engine. */
  fail(method: Exclude<Method, 'start'>, kind?: EngineFaultKind, times?: number): void;
  /** All calls fail, before anything happens, until it is back. */
  setDown(down: boolean): void;
  /** Executions run by themselves from now on. */
  runCourse(course: Course | undefined): void;
  /** Executions are found only so long after their start. */
  showAfter(seconds: number): void;
  /** Requests to stop are taken and not obeyed. */
  ignoreCancels(ignore: boolean): void;
  /** Executions are known no more. */
  forget(executionId: string): void;
  /** Keeps calls of the method waiting until the returned function is called. */
  hold(method: Method): () => void;
  /** The executions of a deployment, also those that nothing shows yet. */
  of(deploymentId: string): readonly ScriptedExecution[];
  /** Moves the newest execution of a deployment. */
  move(
    deploymentId: string,
    to: Partial<Pick<ScriptedExecution, 'status' | 'progress' | 'failures' | 'warnings'>>,
  ): void;
};

const isOver = (status: ObservedStatus): boolean =>
  status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELED' || status === 'ROLLED_BACK';

const lostAnswers: Readonly<Record<string, EngineFaultKind>> = {
  reset: 'UNAVAILABLE',
  error: 'CALL_FAILED',
  timeout: 'TIMEOUT',
};

/** How far an execution is after this part of its time. */
const progressAt = (steps: readonly string[], part: number): Observation['progress'] => {
  const done = Math.min(steps.length, Math.floor(part * steps.length));
  return { done, total: steps.length, label: steps[Math.min(done, steps.length - 1)] ?? '' };
};

const rejection: EngineFailure = {
  category: 'CONFIG',
  summary: 'The definition is not known',
  evidence: 'no such definition',
};

/** With definitions, each order runs the course of its own, and any other is rejected. */
export const createScriptedEngine = (clock: Clock, definitions?: Readonly<Record<string, Course>>): ScriptedEngine => {
  const executions: ScriptedExecution[] = [];
  const calls: Method[] = [];
  const starts: StartScript[] = [];
  const failing = new Map<Method, { kind: EngineFaultKind; times: number }>();
  const gates = new Map<Method, Promise<void>>();
  let down = false;
  let course: Course | undefined;
  let hiddenSeconds = 0;
  let deaf = false;

  const iso = () => clock.now().toISOString();
  const secondsSince = (instant: string) => (clock.now().getTime() - Date.parse(instant)) / 1000;

  /** Executions go on only when somebody looks; nobody can tell the difference. */
  const goOn = (execution: ScriptedExecution): ScriptedExecution => {
    const { order, startedAt, status } = execution;
    const own = definitions?.[order.definition] ?? course;
    if (!own || isOver(status)) return execution;
    const runs = secondsSince(startedAt) / own.seconds;
    if (definitions) execution.progress = progressAt(order.steps, runs);
    if (runs >= 1) end(execution, own.end);
    else execution.status = 'RUNNING';
    return execution;
  };

  const end = (execution: ScriptedExecution, status: ObservedStatus) => {
    execution.status = status;
    execution.finishedAt ??= iso();
  };

  const arrive = async (method: Method): Promise<void> => {
    calls.push(method);
    await gates.get(method);
    if (down) throw new EngineFault('UNAVAILABLE', 'The engine is down', { ambiguous: method === 'start' });
    const fault = failing.get(method);
    if (!fault || fault.times === 0) return;
    fault.times -= 1;
    throw new EngineFault(fault.kind, `A scripted ${fault.kind}`, { ambiguous: true });
  };

  const accept = (order: EngineOrder): ScriptedExecution => {
    const execution: ScriptedExecution = {
      id: `execution-${executions.length + 1}`,
      order,
      startedAt: iso(),
      cancels: 0,
      status: 'QUEUED',
      failures: [],
      warnings: [],
    };
    executions.push(execution);
    return execution;
  };

  const observe = (execution: ScriptedExecution): Observation => {
    const { id, startedAt, finishedAt, status, progress, failures, warnings } = goOn(execution);
    return {
      executionId: id,
      status,
      startedAt,
      failures,
      warnings,
      ...(progress === undefined ? {} : { progress }),
      ...(finishedAt === undefined ? {} : { finishedAt }),
    };
  };

  return {
    kind: 'scripted',
    abilities: { search: true, cancel: true, observation: true, events: false },
    executions,
    calls,
    script: (...more) => void starts.push(...more),
    fail: (method, kind = 'UNAVAILABLE', times = 1) => void failing.set(method, { kind, times }),
    setDown: (value) => {
      down = value;
    },
    runCourse: (value) => {
      course = value;
    },
    showAfter: (seconds) => {
      hiddenSeconds = seconds;
    },
    ignoreCancels: (value) => {
      deaf = value;
    },
    forget: (executionId) => {
      const index = executions.findIndex(({ id }) => id === executionId);
      if (index >= 0) executions.splice(index, 1);
    },
    hold: (method) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gates.set(method, promise);
      return () => {
        gates.delete(method);
        resolve();
      };
    },
    of: (deploymentId) => executions.filter(({ order }) => order.deploymentId === deploymentId).map(goOn),
    move: (deploymentId, to) => {
      const execution = executions.findLast(({ order }) => order.deploymentId === deploymentId);
      if (!execution) throw new Error(`The engine has no execution of ${deploymentId}`);
      Object.assign(execution, to);
      if (isOver(execution.status)) end(execution, execution.status);
    },
    start: async (order) => {
      await arrive('start');
      const script = starts.shift() ?? 'accept';
      const [what = ''] = script.split(' ');
      if (definitions && !Object.hasOwn(definitions, order.definition)) return { kind: 'rejected', failure: rejection };
      if (script === 'not sent') throw new EngineFault('UNAVAILABLE', 'No connection', { ambiguous: false });
      if (script === 'reject') return { kind: 'rejected', failure: rejection };
      if (script.endsWith('before')) throw lost(what);
      const { id } = accept(order);
      if (script.endsWith('two')) accept(order);
      if (script === 'reject though accepted') return { kind: 'rejected', failure: rejection };
      if (script.includes('after')) throw lost(what);
      return { kind: 'accepted', executionId: id };
    },
    find: async ({ eventId }) => {
      await arrive('find');
      return executions
        .filter(({ order, startedAt }) => order.eventId === eventId && secondsSince(startedAt) >= hiddenSeconds)
        .map(({ id, startedAt }) => ({ id, startedAt }));
    },
    observe: async (executionId) => {
      await arrive('observe');
      const execution = executions.find(({ id }) => id === executionId);
      return execution && observe(execution);
    },
    observeMany: async (watched) => {
      await arrive('observeMany');
      const known = executions.filter(({ id }) => watched.some(({ executionId }) => executionId === id));
      return new Map(known.map((execution) => [execution.id, { ...observe(execution), failures: [], warnings: [] }]));
    },
    cancel: async (executionId) => {
      await arrive('cancel');
      const execution = executions.find(({ id }) => id === executionId);
      if (!execution) return;
      execution.cancels += 1;
      if (!deaf && !isOver(goOn(execution).status)) end(execution, 'CANCELED');
    },
    applications: async () => ['demo'],
    definitions: async (application) =>
      application === 'demo' ? Object.keys(definitions ?? {}).map((name) => ({ name, enabled: true })) : [],
    health: async () => (down ? { ok: false, detail: 'The engine is down' } : { ok: true }),
  };
};

const lost = (what: string): EngineFault =>
  new EngineFault(lostAnswers[what] ?? 'CALL_FAILED', `The answer was lost: ${what}`, { ambiguous: true });
