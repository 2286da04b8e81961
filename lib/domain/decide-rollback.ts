import { admit, type Mint } from './admit.ts';
import type { Change } from './change.ts';
import { type AdmissionDecision, groundOf } from './decide-deploy.ts';
import type { RollbackFacts, RollbackTarget } from './facts.ts';
import { stops, takesOver } from './guardrails/rollback-possible.ts';
import { evaluate } from './guardrails/rule.ts';
import { rollbackRules } from './guardrails/rules.ts';
import type { DeploymentRecord, Lane } from './records.ts';
import { iso } from './time.ts';
import { gather, writeRecord } from './write.ts';

/** Decides the rollback of a deployment. The plan is the same decision without the commit. */
export const decideRollback = (facts: RollbackFacts, mint: Mint): AdmissionDecision => {
  const evaluation = evaluate(rollbackRules, facts);
  const ground = evaluation.refusals.length === 0 ? groundOf(facts) : undefined;
  if (!ground) return { admitted: false, evaluation };
  const { original } = facts;
  const { record, change } = admit(facts, mint, {
    ...ground,
    kind: 'ROLLBACK',
    rollbackOf: original.id,
    ...(takesOver(facts) ? { waitsFor: original.id, stops: stops(facts) } : {}),
  });
  return { admitted: true, evaluation, record, change: withOriginal(change, facts, record) };
};

/** The original learns of its rollback; in flight, it is also asked to stop where that is possible. */
const withOriginal = (
  change: ReturnType<typeof admit>['change'],
  facts: RollbackFacts,
  rollback: DeploymentRecord,
): Change => {
  const { original, caller, now } = facts;
  const at = iso(now);
  const actor = caller.email ?? caller.name ?? caller.id;
  const isStopped = stops(facts);
  const waits = takesOver(facts) && !isStopped;
  const requested = {
    type: 'ROLLBACK_REQUESTED' as const,
    at,
    actor,
    summary: `Rollback to ${rollback.version} requested`,
    detail: `Deployment ${rollback.id}${waits ? ', which waits for this one to end: it cannot be stopped' : ''}`,
  };
  const stop = {
    type: 'CANCEL_REQUESTED' as const,
    at,
    actor,
    summary: 'Asked to stop, so that the rollback can start',
  };
  const written = gather([
    writeRecord(original, {
      now: at,
      set: isStopped ? { cancelRequested: true } : {},
      entries: isStopped ? [requested, stop] : [requested],
    }),
  ]);
  return { ...change, updates: written.updates, timeline: [...change.timeline, ...written.timeline] };
};

/**
 * Where a rollback of the deployment leads: for what runs, the newest earlier success of another version; for the
 * newest attempt that did not make it, what runs now.
 */
export const rollbackTarget = (
  original: Pick<DeploymentRecord, 'id' | 'version'>,
  lane: Lane | undefined,
): RollbackTarget | undefined => {
  const running = lane?.running;
  if (!running) return undefined;
  if (running.deploymentId !== original.id) {
    return { version: running.version, deploymentId: running.deploymentId, ranFrom: running.since };
  }
  const past = lane.previousGood.find((success) => success.version !== original.version);
  return past && { version: past.version, deploymentId: past.deploymentId, ranFrom: past.ranFrom, ranTo: past.ranTo };
};
