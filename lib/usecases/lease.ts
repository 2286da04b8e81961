import { leased, lostAnswer, released, resting } from '../domain/hand-over.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { iso } from '../domain/time.ts';
import { gather, writeRecord } from '../domain/write.ts';
import { changeRecord } from './change-record.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids'>;

/**
 * Writes the lease under the condition that nothing happened to the record since, and, before a request, that changes
 * are not switched off; `undefined` when either is so.
 */
export const takeLease = async (
  { store, clock, ids }: Needs,
  record: DeploymentRecord,
  { requests }: { requests: boolean },
): Promise<DeploymentRecord | undefined> => {
  const now = clock.now();
  const write = writeRecord(record, {
    now: iso(now),
    set: { handOver: leased(record.handOver, { now, token: ids.leaseToken(), requests }) },
    entries: requests ? [{ type: 'ENGINE_REQUESTED', at: iso(now), summary: 'Handed over for execution' }] : [],
  });
  const guard = requests ? { guard: { deliveryGroupId: record.deliveryGroupId } } : {};
  const committed = await store.commit({ ...gather([write]), ...guard });
  return committed.ok ? write.update.after : undefined;
};

/**
 * Ends the lease early, unless another attempt holds it by now. `answer` says what is known of the request: it did not
 * leave, or what became of it cannot be found out, which its timeline tells once.
 */
export const releaseLease = async (
  { store, clock }: Pick<World, 'store' | 'clock'>,
  { id, handOver: { leaseToken } }: DeploymentRecord,
  { answer, until }: { answer?: 'unsent' | 'lost'; until?: Date } = {},
): Promise<void> => {
  await changeRecord({ store }, id, (record) => {
    if (record.handOver.leaseToken === undefined || record.handOver.leaseToken !== leaseToken) return undefined;
    const handOver = until === undefined ? released(record.handOver) : resting(record.handOver, iso(until));
    const lost = answer === 'lost' ? lostAnswer(record) : undefined;
    const { warnings = [] } = record;
    const tells = lost !== undefined && !warnings.includes(lost.summary);
    const at = iso(clock.now());
    const write = writeRecord(record, {
      now: tells ? at : record.updatedAt,
      set: {
        handOver: answer === 'unsent' ? { ...handOver, unsent: true } : handOver,
        ...(tells ? { warnings: [...warnings, lost.summary] } : {}),
      },
      entries: tells ? [{ type: 'ENGINE_WARNING', at, ...lost }] : [],
    });
    return { record: write.update.after, change: gather([write]) };
  });
};
