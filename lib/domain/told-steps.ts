import type { State } from '../contract/deployment.ts';
import type { TimelineEvent, TimelineStep } from '../contract/timeline.ts';
import { isTerminal } from './states.ts';
import { readStepNamed, readStepPlace, readWarning } from './step-words.ts';

/** Says of each event which step of the recipe it is about, as data. `events` in their order. */
export const tellSteps = (events: readonly TimelineEvent[], state: State): TimelineEvent[] => {
  const begun = events.filter(({ type }) => type === 'ENGINE_PROGRESS');
  const end = isTerminal(state) ? endOf(events) : undefined;
  return events.map((event) => {
    const until = event.type === 'ENGINE_PROGRESS' ? (begun[begun.indexOf(event) + 1]?.at ?? end) : undefined;
    const step = stepOf(event, until);
    return step ? { ...event, step } : event;
  });
};

const endOf = (events: readonly TimelineEvent[]): string | undefined =>
  (events.find(({ type }) => type === 'ENGINE_FINISHED') ?? events.find(({ type }) => type === 'OUTCOME_SET'))?.at;

const stepOf = ({ type, at, summary, detail }: TimelineEvent, until: string | undefined): TimelineStep | undefined => {
  if (type === 'ENGINE_PROGRESS') {
    const lasted = until === undefined ? {} : { durationMs: Math.max(0, Date.parse(until) - Date.parse(at)) };
    return { label: summary, status: 'BEGUN', ...readStepPlace(detail ?? ''), ...lasted };
  }
  if (type === 'FAILURE_OBSERVED') {
    const label = readStepNamed(detail ?? '');
    return label === undefined ? undefined : { label, status: 'FAILED' };
  }
  const warning = type === 'ENGINE_WARNING' ? readWarning(summary) : undefined;
  if (warning === undefined || warning.kind === 'PAUSE') return undefined;
  return { label: warning.step, status: warning.kind === 'APPROVAL' ? 'WAITS' : 'PASSED_OVER' };
};
