import type { TaskState } from './definition.ts';
import { covers, runtimeError, StateError, taskError } from './error.ts';
import { isObject, put, select } from './path.ts';
import { retryPlan } from './retry.ts';
import { contextOf, type Step, type Visit } from './run.ts';
import { fill, fillParameters } from './template.ts';

/** A task's result placed in the state's data, or the step its Catch chose. */
export async function perform(
  state: TaskState,
  raw: unknown,
  about: Visit,
): Promise<{ result?: unknown; step?: Step }> {
  const nextDelay = retryPlan(state.Retry, about.random);
  for (;;) {
    try {
      return { result: await attempt(state, raw, about) };
    } catch (thrown) {
      about.signal.throwIfAborted();
      const error = taskError(thrown);
      const delay = nextDelay(error);
      if (delay === undefined) return { step: rescue(state, raw, error) };
      await about.clock.sleep(delay / about.speed, about.signal);
    }
  }
}

function rescue(state: TaskState, raw: unknown, error: StateError): Step {
  const catcher = state.Catch.find(({ ErrorEquals }) => covers(ErrorEquals, error.name));
  if (catcher === undefined) throw error;
  const output = { Error: error.name, Cause: error.message };
  return { data: put(catcher.ResultPath, raw, output), next: catcher.Next };
}

async function attempt(state: TaskState, raw: unknown, about: Visit): Promise<unknown> {
  const context = contextOf(about);
  const data = select(state.InputPath, raw, context);
  const order = fillParameters(state.Parameters, { data, context });
  if (!isObject(order) || typeof order.FunctionName !== 'string') throw runtimeError('A task needs a FunctionName');
  const Payload = await within(state.TimeoutSeconds, about, about.invoke(order.FunctionName, order.Payload ?? {}));
  const answer = { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: toJson(Payload) };
  const result = state.ResultSelector === undefined ? answer : fill(state.ResultSelector, { data: answer, context });
  return put(state.ResultPath, raw, result);
}

/** Functions answer in JSON; what has no JSON form does not survive, as over the wire. */
const toJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** The work's result, unless its time is up or the execution is stopped first. */
async function within<T>(seconds: number | undefined, { clock, signal }: Visit, work: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const either = AbortSignal.any([signal, settled.signal]);
  const rivals: Promise<T>[] = [work, rejection(either, signal)];
  if (seconds !== undefined) {
    const late = async () => {
      await clock.sleep(seconds * 1000, either);
      throw new StateError('States.Timeout', `The task did not end within ${seconds} s`);
    };
    rivals.push(late());
  }
  try {
    return await Promise.race(rivals);
  } finally {
    settled.abort();
    void Promise.allSettled(rivals);
  }
}

const rejection = (either: AbortSignal, stopped: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (stopped.aborted) reject(stopped.reason);
    either.addEventListener('abort', () => reject(stopped.reason), { once: true });
  });
