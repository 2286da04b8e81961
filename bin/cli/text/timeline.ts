import type { TimelineEvent, TimelineType } from '../../../lib/contract/timeline.ts';
import type { Session } from '../session.ts';
import type { Tone } from './paint.ts';

const tones: Partial<Record<TimelineType, Tone>> = {
  FAILURE_OBSERVED: 'bad',
  ENGINE_WARNING: 'warn',
  CANCEL_REQUESTED: 'warn',
  STALLED: 'warn',
  ABANDONED: 'warn',
  RUNNING_STATE_UPDATED: 'good',
};

/** "2026-11-21 15:41:20Z  Step 2 of 4: Canary 10 %" */
export const timelineLine = ({ type, at, summary, detail, actor }: TimelineEvent, session: Session): string => {
  const { paint, when } = session;
  const tone = tones[type];
  const extra = [detail, actor === undefined ? undefined : `by ${actor}`].filter((part) => part !== undefined);
  const words = tone === undefined ? summary : paint(tone, summary);
  const more = extra.length === 0 ? '' : `  ${paint('quiet', extra.join(', '))}`;
  return `${paint('quiet', when(at))}  ${words}${more}`;
};
