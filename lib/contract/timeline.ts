import * as z from 'zod';
import { instant } from './values.ts';

export const timelineTypes = [
  'INTENT_SUBMITTED',
  'POLICY_PASSED',
  'QUOTA_CLAIMED',
  'SLOT_CLAIMED',
  'ENGINE_REQUESTED',
  'ENGINE_ACCEPTED',
  'ENGINE_PROGRESS',
  'ENGINE_WARNING',
  'ENGINE_FINISHED',
  'FAILURE_OBSERVED',
  'OUTCOME_SET',
  'RUNNING_STATE_UPDATED',
  'SUPERSEDED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_LINKED',
  'CANCEL_REQUESTED',
  'STALLED',
  'ABANDONED',
  'SLOT_RELEASED',
] as const;

export const timelineEvent = z
  .object({
    id: z.string(),
    sequence: z.int().min(1).describe('Without gaps, per deployment'),
    type: z.enum(timelineTypes),
    at: instant,
    actor: z.string().optional(),
    summary: z.string(),
    detail: z.string().optional(),
  })
  .meta({ id: 'TimelineEvent' });
export type TimelineEvent = z.infer<typeof timelineEvent>;
export type TimelineType = TimelineEvent['type'];
