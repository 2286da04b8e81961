import type { DeploymentRecord } from '../records.ts';
import { isTerminal, mayBecome } from '../states.ts';
import { broken, type Check } from './invariant.ts';

/** What one write may not do to a record; only who sees both versions can tell. */
export const unchanged = function* (before: DeploymentRecord, after: DeploymentRecord): Iterable<Check> {
  const { id } = before;
  for (const field of PROTECTED) {
    yield sameValue(before[field], after[field]) || broken([id], `${id} changes its ${field}, which is protected`);
  }
  yield before.state === after.state ||
    mayBecome(before.state, after.state) ||
    broken([id], `${id} goes from ${before.state} to ${after.state}`);
  if (isTerminal(before.state)) {
    for (const field of ENDED) {
      yield sameValue(before[field], after[field]) || broken([id], `${id} has ended, and changes its ${field}`);
    }
  }
  yield after.recordVersion === before.recordVersion + 1 ||
    broken([id], `${id} goes from version ${before.recordVersion} to ${after.recordVersion}`);
  yield after.timelineSequence >= before.timelineSequence || broken([id], `The timeline of ${id} becomes shorter`);
  yield (after.progress?.done ?? 0) >= (before.progress?.done ?? 0) || broken([id], `The progress of ${id} goes back`);
  yield !before.quota.refunded || after.quota.refunded || broken([id], `${id} takes its refund back`);
  yield* handOverGoesOn(before, after);
};

const PROTECTED = [
  'id',
  'service',
  'environment',
  'version',
  'deliveryGroupId',
  'recipeId',
  'recipeRevision',
  'deploymentKind',
  'changeSummary',
  'createdAt',
  'createdBy',
  'rollbackOf',
  'waitsFor',
  'policySnapshot',
  'order',
] as const satisfies readonly (keyof DeploymentRecord)[];

const ENDED = ['finishedAt', 'failures', 'executionId'] as const satisfies readonly (keyof DeploymentRecord)[];

/** A lease that was taken stays counted, and an execution that is followed stays followed. */
const handOverGoesOn = function* (before: DeploymentRecord, after: DeploymentRecord): Iterable<Check> {
  const { id } = before;
  const { leases, firstRequestAt } = before.handOver;
  yield after.handOver.leases >= leases || broken([id], `${id} forgets that it was handed over`);
  yield firstRequestAt === undefined ||
    after.handOver.firstRequestAt === firstRequestAt ||
    broken([id], `${id} changes when it first asked the engine`);
  yield before.executionId === undefined ||
    after.executionId === before.executionId ||
    broken([id], `${id} follows ${after.executionId ?? 'nothing'} in place of ${before.executionId}`);
  yield !before.quota.refunded ||
    (before.quota.day === after.quota.day && before.quota.kind === after.quota.kind) ||
    broken([id], `${id} was refunded to another quota`);
};

const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
