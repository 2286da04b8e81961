import { AwsError } from '../http-json.ts';
import type { Machine } from './definition.ts';
import { StateError } from './error.ts';
import { type Execution, type ExecutionLog, STOPPED_WITH_THE_PLANE } from './execution-log.ts';
import { runMachine } from './interpreter.ts';
import type { Surroundings } from './run.ts';

type Ending = Pick<Execution, 'status'> & Partial<Pick<Execution, 'output' | 'error' | 'cause'>>;
type Running = { readonly stop: (ending: Ending) => void; readonly ended: Promise<Execution> };

/** Thrown through a running machine to end it with a given status. */
class Stop extends Error {
  readonly ending: Ending;

  constructor(ending: Ending) {
    super('The execution was stopped');
    this.ending = ending;
  }
}

export type Executions = ReturnType<typeof openExecutions>;

/** More machines than this at one time are refused. */
const MOST_RUNNING = 20_000;

/** Runs executions in memory and writes their beginning and end to the log. */
export function openExecutions(log: ExecutionLog, around: Surroundings) {
  const running = new Map<string, Running>();
  let closed = false;

  async function end(execution: Execution, ending: Ending): Promise<Execution> {
    running.delete(execution.arn);
    const done = { ...execution, ...ending, stoppedAt: around.clock.now() };
    await log.write(done);
    return done;
  }

  async function start(machine: Machine, execution: Execution): Promise<void> {
    if (closed) throw new AwsError('ServiceUnavailable', STOPPED_WITH_THE_PLANE, 503);
    if (running.size >= MOST_RUNNING) throw new AwsError('ExecutionLimitExceeded', 'Too many executions are running');
    const controller = new AbortController();
    const stop = (ending: Ending) => controller.abort(new Stop(ending));
    const { promise: written, resolve, reject } = Promise.withResolvers<void>();
    // The name is taken in memory at once and on disk before anything runs.
    const ended = written.then(() => follow(machine, execution, controller)).then((ending) => end(execution, ending));
    ended.catch(() => running.delete(execution.arn));
    running.set(execution.arn, { stop, ended });
    await log.write(execution).then(resolve, reject);
    await written;
  }

  async function follow(machine: Machine, execution: Execution, controller: AbortController): Promise<Ending> {
    const { signal } = controller;
    const done = new AbortController();
    limitTime(machine, controller, AbortSignal.any([signal, done.signal]));
    const { arn: Id, name: Name, startedAt, input } = execution;
    const about = { Id, Name, StartTime: new Date(startedAt).toISOString() };
    try {
      const output = await runMachine(machine, { input: JSON.parse(input), execution: about, signal }, around);
      return { status: 'SUCCEEDED', output: JSON.stringify(output) };
    } catch (thrown) {
      return signal.reason instanceof Stop ? signal.reason.ending : failed(thrown);
    } finally {
      done.abort();
    }
  }

  /** The machine's own time limit is made of waits, so it is sped up as they are. */
  function limitTime(machine: Machine, controller: AbortController, until: AbortSignal): void {
    if (machine.TimeoutSeconds === undefined) return;
    around.clock.sleep((machine.TimeoutSeconds * 1000) / around.speed, until).then(
      () => controller.abort(new Stop({ status: 'TIMED_OUT' })),
      () => undefined,
    );
  }

  return {
    start,
    /** Ends a running execution; resolves with its last state. `undefined` when it is not running. */
    stop: async (arn: string, ending: Pick<Execution, 'error' | 'cause'>): Promise<Execution | undefined> => {
      const found = running.get(arn);
      found?.stop({ ...ending, status: 'ABORTED' });
      return found?.ended;
    },
    /** Stops everything at once and for good. Functions that are being called are not waited for. */
    close: async (): Promise<void> => {
      closed = true;
      const all = [...running.values()];
      for (const { stop } of all) stop({ status: 'ABORTED', cause: STOPPED_WITH_THE_PLANE });
      await Promise.allSettled(all.map(({ ended }) => ended));
      await log.close();
    },
  };
}

function failed(thrown: unknown): Ending {
  if (thrown instanceof StateError) return { status: 'FAILED', error: thrown.name, cause: thrown.message };
  return { status: 'FAILED', error: 'States.Runtime', cause: String(thrown) };
}
