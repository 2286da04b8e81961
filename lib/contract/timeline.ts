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

/** The step of the recipe that an event is about. */
export const timelineStep = z
  .object({
    label: z.string(),
    status: z
      .enum(['BEGUN', 'WAITS', 'FAILED', 'PASSED_OVER'])
      .describe('What the event says of it. WAITS: for an approval. PASSED_OVER: it failed, and the work goes on'),
    number: z.int().optional().describe('Its place among the `count` steps, from 1'),
    count: z.int().optional(),
    durationMs: z.int().optional().describe('Of a step that has begun: how long it took; absent while it is under way'),
  })
  .meta({ id: 'TimelineStep' });
export type TimelineStep = z.infer<typeof timelineStep>;

export const timelineEvent = z
  .object({
    id: z.string(),
    sequence: z.int().min(1).describe('Without gaps, per deployment'),
    type: z.enum(timelineTypes),
    at: instant,
    actor: z.string().optional(),
    summary: z.string(),
    detail: z.string().optional(),
    step: timelineStep.optional(),
  })
  .meta({ id: 'TimelineEvent' });
export type TimelineEvent = z.infer<typeof timelineEvent>;
export type TimelineType = TimelineEvent['type'];
