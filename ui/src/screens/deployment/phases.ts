import type { Deployment } from '../../../../lib/contract/deployment.ts';
import type { TimelineEvent, TimelineType } from '../../../../lib/contract/timeline.ts';

export type Phase = {
  readonly status: 'done' | 'now' | 'ahead';
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** The event that begins each phase: submitted, guardrails, starting, rolling out, running. */
const begins: readonly (readonly TimelineType[])[] = [
  ['INTENT_SUBMITTED', 'ROLLBACK_REQUESTED'],
  ['POLICY_PASSED', 'QUOTA_CLAIMED', 'SLOT_CLAIMED'],
  ['ENGINE_REQUESTED'],
  ['ENGINE_ACCEPTED', 'ENGINE_PROGRESS'],
  ['RUNNING_STATE_UPDATED'],
];

/** What is recorded has passed the guardrails: there is no record without. */
const currentPhase = ({ state }: Pick<Deployment, 'state'>): number => {
  if (state === 'PENDING') return 2;
  if (state === 'ACTIVE' || state === 'IN_PROGRESS') return 3;
  return state === 'SUCCEEDED' ? 5 : 4;
};

/** Where a deployment stands, with the times of its phases as far as its timeline tells them. */
export const phasesOf = (deployment: Deployment, events: readonly TimelineEvent[]): Phase[] => {
  const starts = begins.map((types) => events.find((event) => types.includes(event.type))?.at);
  const now = currentPhase(deployment);
  return starts.map((from, index) => ({
    status: index < now ? 'done' : index === now ? 'now' : 'ahead',
    // Until it is handed over, starting has lasted since it was recorded.
    from: from ?? (index === 0 || index === now ? deployment.createdAt : undefined),
    to: starts.slice(index + 1).find((at) => at !== undefined),
  }));
};

/** The lower and upper quarter of how long successes took, in milliseconds; nothing without any. */
export const usualRange = (successes: readonly Deployment[]): { low: number; high: number } | undefined => {
  const taken = successes
    .flatMap(({ createdAt, finishedAt }) => (finishedAt ? [Date.parse(finishedAt) - Date.parse(createdAt)] : []))
    .sort((a, b) => a - b);
  const low = taken[Math.floor(taken.length / 4)];
  const high = taken[Math.floor((taken.length * 3) / 4)];
  return low === undefined || high === undefined ? undefined : { low, high };
};
