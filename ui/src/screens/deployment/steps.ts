import type { State } from '../../../../lib/contract/deployment.ts';
import type { TimelineEvent } from '../../../../lib/contract/timeline.ts';

/** How a step of the recipe went: `passed over` failed and did not end the work. */
export type StepMark = 'done' | 'now' | 'failed' | 'passed over' | 'stopped';

export type Step = {
  /** Its beginning. */
  readonly event: TimelineEvent;
  readonly label: string;
  readonly mark: StepMark;
  /** How long it took, in milliseconds; absent while it is under way. */
  readonly durationMs: number | undefined;
};

/** How the last step went that began, when nothing says more. */
const lastMarks: Readonly<Record<State, StepMark>> = {
  PENDING: 'now',
  ACTIVE: 'now',
  IN_PROGRESS: 'now',
  SUCCEEDED: 'done',
  FAILED: 'failed',
  CANCELED: 'stopped',
  ROLLED_BACK: 'done',
};

type Said = NonNullable<TimelineEvent['step']>['status'];

/** The labels of the steps of which an event says this. */
export const stepsSaid = (events: readonly TimelineEvent[], said: Said): Set<string> =>
  new Set(events.flatMap(({ step }) => (step?.status === said ? [step.label] : [])));

/** The steps that have begun, in order: only those that are over and went well are done. */
export const stepsOf = (events: readonly TimelineEvent[], state: State): Step[] => {
  const begun = events.flatMap((event) => (event.step?.status === 'BEGUN' ? [{ event, ...event.step }] : []));
  const failed = stepsSaid(events, 'FAILED');
  const passed = stepsSaid(events, 'PASSED_OVER');
  // What was under way when another step failed was stopped with it.
  const elsewhere = state === 'FAILED' && begun.some(({ label }) => failed.has(label));
  return begun.map(({ event, label, durationMs }, index) => {
    const isLast = index === begun.length - 1;
    const mark = failed.has(label) ? 'failed' : passed.has(label) ? 'passed over' : undefined;
    return {
      event,
      label,
      mark: mark ?? (isLast ? (elsewhere ? 'stopped' : lastMarks[state]) : 'done'),
      durationMs,
    };
  });
};
