import type { Refusal } from '../contract/problem.ts';
import { aboutDeployment, auditEvent, type Cause } from './audit.ts';
import type { Change } from './change.ts';
import { type FinishFacts, finish } from './finish.ts';
import type { Caller, DeploymentRecord } from './records.ts';
import { isTerminal } from './states.ts';
import { gather, writeRecord } from './write.ts';

export type CancelDecision =
  | { readonly admitted: true; readonly record: DeploymentRecord; readonly change: Change }
  | { readonly admitted: false; readonly refusal: Refusal };

type CancelFacts = FinishFacts & { readonly caller: Caller; readonly reason: string | undefined };

/** Ends at once what the engine cannot know of; otherwise asks to stop, and the engine's answer ends it. */
export const decideCancel = (facts: CancelFacts, cause: Cause): CancelDecision => {
  const { record, caller, reason } = facts;
  if (isTerminal(record.state)) return { admitted: false, refusal: hasEnded(record) };
  const actor = caller.email ?? caller.name ?? caller.id;
  const requested = {
    type: 'CANCEL_REQUESTED' as const,
    at: cause.now,
    actor,
    summary: 'Asked to stop',
    detail: reason,
  };
  const audit = auditEvent(cause, {
    type: 'CANCEL_SUBMIT',
    outcome: 'SUCCESS',
    summary: `Cancel ${record.service} ${record.version} in ${record.environment}`,
    subject: aboutDeployment(record),
    ...(reason === undefined ? {} : { reason }),
  });
  if (record.handOver.leases === 0) {
    const ended = finish(facts, {
      state: 'CANCELED',
      at: cause.now,
      entries: [requested],
      refund: true,
      set: { cancelRequested: true },
      audit,
    });
    return { admitted: true, ...ended };
  }
  const write = writeRecord(record, {
    now: cause.now,
    set: { cancelRequested: true },
    entries: record.cancelRequested ? [] : [requested],
  });
  return { admitted: true, record: write.update.after, change: { ...gather([write]), audit: [audit] } };
};

const hasEnded = (record: DeploymentRecord): Refusal => ({
  code: 'NOT_CANCELABLE',
  message: `The deployment has already ended: ${record.state}`,
  hint: record.state === 'SUCCEEDED' ? 'Roll it back instead.' : 'There is nothing left to stop.',
  facts: { state: record.state },
});
