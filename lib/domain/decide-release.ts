import type { Refusal } from '../contract/problem.ts';
import { aboutDeployment, auditEvent, type Cause } from './audit.ts';
import type { Change } from './change.ts';
import { failureOf } from './failures.ts';
import { type FinishFacts, finish } from './finish.ts';
import type { Caller, DeploymentRecord, HandOver } from './records.ts';
import { isTerminal } from './states.ts';

export type ReleaseDecision =
  | { readonly admitted: true; readonly record: DeploymentRecord; readonly change: Change }
  | { readonly admitted: false; readonly refusal: Refusal };

type ReleaseFacts = FinishFacts & { readonly caller: Caller; readonly reason: string };

/**
 * Gives up a deployment of which nothing is heard: it ends here and now, whatever the engine has of it, and its place is
 * given on. The engine may still be at it, so that what runs is not certain any more, its execution is to be stopped,
 * and the quota stays used.
 */
export const decideRelease = (facts: ReleaseFacts, cause: Cause): ReleaseDecision => {
  const { record, caller, reason } = facts;
  if (isTerminal(record.state)) return { admitted: false, refusal: hasEnded(record) };
  if (!record.stalled) return { admitted: false, refusal: isInTime(record) };
  const at = cause.now;
  const failure = failureOf({ category: 'TIMEOUT', ...failureWords(record) }, at);
  const ended = finish(facts, {
    state: 'FAILED',
    at,
    entries: [
      { type: 'ABANDONED', at, actor: caller.email ?? caller.name ?? caller.id, summary: 'Given up', detail: reason },
      { type: 'FAILURE_OBSERVED', at, summary: failure.summary, detail: failure.detail },
    ],
    failures: [failure],
    refund: !mayRun(record),
    set: { abandoned: true, handOver: handOverOf(record) },
    audit: auditEvent(cause, {
      type: 'DEPLOYMENT_RELEASED',
      outcome: 'SUCCESS',
      summary: `Release ${record.service} ${record.version} in ${record.environment}`,
      subject: aboutDeployment(record),
      reason,
    }),
  });
  return { admitted: true, ...ended };
};

/** A lease that was ever taken means that the engine may know of it. */
const mayRun = ({ handOver }: DeploymentRecord): boolean => handOver.leases > 0;

/** Nobody waits for its execution any more, as for one that is too many: it is stopped, and its end is told. */
const handOverOf = ({ executionId, handOver }: DeploymentRecord): HandOver =>
  executionId === undefined ? handOver : { ...handOver, strays: [...(handOver.strays ?? []), { id: executionId }] };

const failureWords = (record: DeploymentRecord): { readonly detail: string; readonly actionHint: string } =>
  mayRun(record)
    ? {
        detail: 'It did not end by its deadline and was given up. The engine may still be at work on it',
        actionHint: 'Deploy the version you want: what runs is certain again once a deployment succeeds.',
      }
    : {
        detail: 'It was not handed over by its deadline and was given up. The engine never heard of it',
        actionHint: 'Deploy it again.',
      };

const hasEnded = ({ state }: DeploymentRecord): Refusal => ({
  code: 'NOT_STALLED',
  message: `The deployment has already ended: ${state}`,
  hint: 'There is nothing left to release: its place was given on when it ended.',
  facts: { state },
});

const isInTime = ({ state, deadlineAt }: DeploymentRecord): Refusal => ({
  code: 'NOT_STALLED',
  message: 'The deployment is not stalled: only what is past its deadline without an end is released',
  hint: 'Cancel it, or wait until it has passed its deadline.',
  facts: { state, deadlineAt },
});
