import type { TimelineEvent, TimelineType } from '../../../../lib/contract/timeline.ts';

export type Tone = 'ok' | 'bad' | 'warn' | 'live' | 'calm';

/** One line of the timeline: an event, or several steps of progress told as one. */
export type Milestone = {
  readonly event: TimelineEvent;
  readonly steps: readonly TimelineEvent[];
  readonly tone: Tone;
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

/** Steps of progress that follow each other become one line, told by the last. */
const collapse = (events: readonly TimelineEvent[]): Milestone[] => {
  const lines: Milestone[] = [];
  for (const event of events) {
    const last = lines.at(-1);
    const tone = tones[event.type] ?? 'ok';
    if (event.type === 'ENGINE_PROGRESS' && last?.event.type === 'ENGINE_PROGRESS') {
      lines[lines.length - 1] = { event, steps: [...last.steps, event], tone };
    } else {
      lines.push({ event, steps: [event], tone });
    }
  }
  return lines;
};

const endsBadly = (lines: readonly Milestone[]): boolean =>
  lines.some(({ event }) => event.type === 'FAILURE_OBSERVED');

/** The lines of a timeline. `all` shows every event; in flight the newest line is the live one. */
export const milestonesOf = (events: readonly TimelineEvent[], all: boolean, inFlight: boolean): Milestone[] => {
  const lines: readonly Milestone[] = all
    ? events.map((event) => ({ event, steps: [event], tone: tones[event.type] ?? 'ok' }))
    : collapse(events.filter((event) => !minor.includes(event.type)));
  const bad = endsBadly(lines);
  return lines.map((line, index) => {
    if (inFlight && index === lines.length - 1 && line.tone === 'ok') return { ...line, tone: 'live' };
    const end = line.event.type === 'ENGINE_FINISHED' || line.event.type === 'OUTCOME_SET';
    return end && bad && !inFlight ? { ...line, tone: 'bad' } : line;
  });
};
