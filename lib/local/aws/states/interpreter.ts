import type { Machine, State, WaitState } from './definition.ts';
import { runtimeError, StateError } from './error.ts';
import { put, readAt, select } from './path.ts';
import { contextOf, type Run, type Step, type Surroundings, type Visit } from './run.ts';
import { perform } from './task.ts';
import { fillParameters } from './template.ts';

/** AWS ends an execution whose history grows longer. */
const LONGEST_HISTORY = 25_000;

/** Runs one execution to its end. Resolves with its output; rejects with a StateError when it failed. */
export async function runMachine(machine: Machine, run: Run, around: Surroundings): Promise<unknown> {
  let step: Step = { data: run.input, next: machine.StartAt };
  let events = 0;
  while (step.next !== undefined) {
    run.signal.throwIfAborted();
    const state = machine.States[step.next];
    if (state === undefined) throw runtimeError(`There is no state ${step.next}`);
    events += state.Type === 'Task' ? 5 : 2;
    if (events > LONGEST_HISTORY) throw runtimeError(`The execution reached ${LONGEST_HISTORY} history events`);
    step = await visit(state, step.data, { ...run, ...around, name: step.next });
  }
  return step.data;
}

function visit(state: State, raw: unknown, about: Visit): Promise<Step> | Step {
  const context = contextOf(about);
  if (state.Type === 'Fail') throw failure(state, { data: raw, context });
  const data = select(state.InputPath, raw, context);
  const leave = (result: unknown, next?: string): Step => ({ data: select(state.OutputPath, result, context), next });
  switch (state.Type) {
    case 'Succeed':
      return leave(data);
    case 'Choice': {
      const next = state.Choices.find(({ test }) => test({ data, context }))?.next ?? state.Default;
      if (next === undefined) throw new StateError('States.NoChoiceMatched', `No choice of ${about.name} matched`);
      return leave(data, next);
    }
    case 'Pass': {
      const filled = state.Parameters === undefined ? data : fillParameters(state.Parameters, { data, context });
      return leave(put(state.ResultPath, raw, state.Result === undefined ? filled : state.Result), state.Next);
    }
    case 'Wait':
      return pause(state, data, about).then(() => leave(data, state.Next));
    case 'Task':
      return perform(state, raw, about).then((done) => done.step ?? leave(done.result, state.Next));
  }
}

function failure(state: Extract<State, { Type: 'Fail' }>, scope: { data: unknown; context: unknown }): StateError {
  const error = state.ErrorPath === undefined ? state.Error : readAt(state.ErrorPath, scope);
  const cause = state.CausePath === undefined ? state.Cause : readAt(state.CausePath, scope);
  return new StateError(String(error ?? ''), String(cause ?? ''));
}

async function pause(state: WaitState, data: unknown, about: Visit): Promise<void> {
  const ms = waitMs(state, data, about);
  if (!(ms >= 0)) throw runtimeError(`The wait of ${about.name} is not a duration`);
  await about.clock.sleep(ms / about.speed, about.signal);
}

function waitMs(state: WaitState, data: unknown, about: Visit): number {
  const scope = { data, context: contextOf(about) };
  const seconds = state.SecondsPath === undefined ? state.Seconds : readAt(state.SecondsPath, scope);
  if (seconds !== undefined) return Number.isInteger(seconds) ? Number(seconds) * 1000 : Number.NaN;
  const until = state.TimestampPath === undefined ? state.Timestamp : readAt(state.TimestampPath, scope);
  return Math.max(0, Date.parse(String(until)) - about.clock.now());
}
