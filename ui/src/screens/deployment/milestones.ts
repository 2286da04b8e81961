import type { State } from '../../../../lib/contract/deployment.ts';
import type { TimelineEvent, TimelineType } from '../../../../lib/contract/timeline.ts';
import { isInFlight } from '../../api/states.ts';
import { type Step, type StepMark, stepsOf, stepsSaid } from './steps.ts';

export type Tone = 'ok' | 'bad' | 'warn' | 'live' | 'calm' | 'stopped';

/** One line of the timeline: an event, or several steps of the recipe told as one. */
export type Milestone = {
  readonly event: TimelineEvent;
  readonly steps: readonly Step[];
  readonly tone: Tone;
  /** It was handed over before, and that had not arrived. */
  readonly again?: true;
};

/** Bookkeeping that few want to read; shown on demand. */
const minor: readonly TimelineType[] = [
  'QUOTA_CLAIMED',
  'SLOT_CLAIMED',
  'ENGINE_REQUESTED',
  'OUTCOME_SET',
  'SLOT_RELEASED',
];

const tones: Partial<Record<TimelineType, Tone>> = {
  FAILURE_OBSERVED: 'bad',
  ENGINE_WARNING: 'warn',
  CANCEL_REQUESTED: 'warn',
  STALLED: 'warn',
  ABANDONED: 'warn',
  ROLLBACK_LINKED: 'warn',
  SUPERSEDED: 'calm',
  SLOT_RELEASED: 'calm',
};

/** Of several steps the one that most asks for attention gives the tone, in this order. */
const stepTones: readonly (readonly [StepMark, Tone])[] = [
  ['failed', 'bad'],
  ['now', 'live'],
  ['passed over', 'warn'],
  ['stopped', 'stopped'],
  ['done', 'ok'],
];
export const toneOf = (steps: readonly Step[]): Tone =>
  stepTones.find(([mark]) => steps.some((step) => step.mark === mark))?.[1] ?? 'ok';

const endTones: Partial<Record<State, Tone>> = { FAILED: 'bad', ROLLED_BACK: 'warn', CANCELED: 'stopped' };
const isEnd = ({ type }: TimelineEvent): boolean => type === 'ENGINE_FINISHED' || type === 'OUTCOME_SET';

type Told = { readonly events: readonly TimelineEvent[]; readonly state: State };

/**
 * What is worth a line. A step that was passed over says so itself, a failure that it ended the work, and a success ends
 * with what runs now.
 */
const worthTelling = ({ events }: Told): TimelineEvent[] => {
  const isRepeated = events.filter(({ type }) => type === 'ENGINE_REQUESTED').length > 1;
  const succeeded = events.some(({ type }) => type === 'RUNNING_STATE_UPDATED');
  const isExplained = events.some(({ type }) => type === 'FAILURE_OBSERVED');
  const begun = stepsSaid(events, 'BEGUN');
  return events.filter((event) => {
    if (event.type === 'ENGINE_REQUESTED') return isRepeated;
    if (event.type === 'OUTCOME_SET') return !succeeded;
    if (event.type === 'ENGINE_FINISHED') return !isExplained;
    const isToldAtStep = event.step?.status === 'PASSED_OVER' && begun.has(event.step.label);
    return !minor.includes(event.type) && !isToldAtStep;
  });
};

/** Steps that follow each other become one line, told by the last. */
const collapse = (lines: readonly Milestone[]): Milestone[] => {
  const told: Milestone[] = [];
  for (const line of lines) {
    const last = told.at(-1);
    if (last && last.steps.length > 0 && line.steps.length > 0) {
      const steps = [...last.steps, ...line.steps];
      told[told.length - 1] = { event: line.event, steps, tone: toneOf(steps) };
    } else {
      told.push(line);
    }
  }
  return told;
};

/** The lines of a timeline; `all` shows every event. */
export const milestonesOf = (told: Told, all: boolean): Milestone[] => {
  const { events, state } = told;
  const steps = new Map(stepsOf(events, state).map((step) => [step.event, step]));
  const first = events.find(({ type }) => type === 'ENGINE_REQUESTED');
  const lines = (all ? events : worthTelling(told)).map((event): Milestone => {
    const step = steps.get(event);
    if (step) return { event, steps: [step], tone: toneOf([step]) };
    const tone = (isEnd(event) && !isInFlight({ state }) && endTones[state]) || tones[event.type] || 'ok';
    const again = event.type === 'ENGINE_REQUESTED' && event !== first;
    return { event, steps: [], tone, ...(again ? { again } : {}) };
  });
  return all ? lines : collapse(lines);
};
