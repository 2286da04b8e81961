import type { State } from '../../../../lib/contract/deployment.ts';
import type { TimelineEvent } from '../../../../lib/contract/timeline.ts';
import { isInFlight } from '../../api/states.ts';
import { failedStep, passedOver } from './told.ts';

/** How a step of the recipe went: `passed over` failed and did not end the work. */
export type StepMark = 'done' | 'now' | 'failed' | 'passed over' | 'stopped';

export type Step = {
  /** Its beginning. */
  readonly event: TimelineEvent;
  readonly mark: StepMark;
  /** Its end; absent while it is under way. */
  readonly until: string | undefined;
};

/** How the last step went that began, when no sentence says more. */
const lastMarks: Readonly<Record<State, StepMark>> = {
  PENDING: 'now',
  ACTIVE: 'now',
  IN_PROGRESS: 'now',
  SUCCEEDED: 'done',
  FAILED: 'failed',
  CANCELED: 'stopped',
  ROLLED_BACK: 'done',
};

/** The steps that have begun, in order: only those that are over and went well are done. */
export const stepsOf = (events: readonly TimelineEvent[], state: State): Step[] => {
  const begun = events.filter(({ type }) => type === 'ENGINE_PROGRESS');
  const failed = new Set(events.map(failedStep));
  const passed = new Set(events.map(passedOver));
  const end =
    events.find(({ type }) => type === 'ENGINE_FINISHED') ?? events.find(({ type }) => type === 'OUTCOME_SET');
  // What was under way when another step failed was stopped with it.
  const elsewhere = state === 'FAILED' && begun.some(({ summary }) => failed.has(summary));
  return begun.map((event, index) => {
    const next = begun[index + 1];
    const mark = failed.has(event.summary) ? 'failed' : passed.has(event.summary) ? 'passed over' : undefined;
    return {
      event,
      mark: mark ?? (next ? 'done' : elsewhere ? 'stopped' : lastMarks[state]),
      until: next?.at ?? (isInFlight({ state }) ? undefined : end?.at),
    };
  });
};
