import type { EngineAbilities } from '../contract/engine-abilities.ts';
import type { Refusal } from '../contract/problem.ts';
import { canStop } from './abilities.ts';
import { aboutDeployment, auditEvent, type Cause } from './audit.ts';
import type { Change } from './change.ts';
import { type FinishFacts, finish } from './finish.ts';
import type { Caller, DeploymentRecord, Lane } from './records.ts';
import { isTerminal } from './states.ts';
import { gather, writeRecord } from './write.ts';

export type CancelDecision =
  | { readonly admitted: true; readonly record: DeploymentRecord; readonly change: Change }
  | { readonly admitted: false; readonly refusal: Refusal };

type CancelFacts = FinishFacts & {
  readonly caller: Caller;
  readonly reason: string | undefined;
  readonly abilities: EngineAbilities;
};

/** Ends at once what the engine cannot know of; otherwise asks to stop, and the engine's answer ends it. */
export const decideCancel = (facts: CancelFacts, cause: Cause): CancelDecision => {
  const { record, caller, reason } = facts;
  if (isTerminal(record.state)) return { admitted: false, refusal: hasEnded(record) };
  if (!canStop(record, facts.abilities)) return { admitted: false, refusal: cannotStop(facts) };
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

const cannotStop = ({ record, lane }: CancelFacts): Refusal => ({
  code: 'NOT_CANCELABLE',
  message: `${record.version} was handed over, and this engine cannot stop work once it has begun`,
  hint: insteadOfStopping(record, lane),
  facts: { state: record.state },
});

/** A way back can be asked for at once: it gets the place of what cannot be stopped. */
const insteadOfStopping = ({ deploymentKind }: DeploymentRecord, { waiting, running }: Lane): string => {
  if (waiting) return `Wait for it to end: the rollback to ${waiting.version} starts by itself then.`;
  return deploymentKind === 'ROLL_FORWARD' && running
    ? `Roll it back: the rollback to ${running.version} starts by itself when this has ended.`
    : 'Wait for it to end, then deploy the version you want.';
};

const hasEnded = (record: DeploymentRecord): Refusal => ({
  code: 'NOT_CANCELABLE',
  message: `The deployment has already ended: ${record.state}`,
  hint: record.state === 'SUCCEEDED' ? 'Roll it back instead.' : 'There is nothing left to stop.',
  facts: { state: record.state },
});
