import type { AuditEvent } from '../../contract/audit.ts';
import type { Change, ConditionName } from '../../domain/change.ts';
import type { DeploymentRecord } from '../../domain/records.ts';
import { inFlightStates } from '../../domain/states.ts';
import { publisherQuotaUpdateOf, quotaUpdateOf, slotUpdateOf, type Update } from './claims.ts';
import { type Condition, isNew, isStill } from './conditions.ts';
import { configurationParts } from './configuration-parts.ts';
import type { TransactItem } from './database.ts';
import { denialUpdateOf } from './denials.ts';
import {
  answerItem,
  auditItem,
  comparable,
  deploymentItem,
  hintItem,
  itemOf,
  type NewItem,
  timelineItem,
} from './items.ts';
import { buildKey, guardKey, laneKey, planeKey, sealedKey, sealKey } from './keys.ts';
import { PARTITION_KEY } from './table.ts';

/**
 * A change as the parts of one transaction. Each part names the condition it stands for, so a refusal by DynamoDB,
 * which is by part, can be told by name.
 */

export type Part = { readonly condition?: ConditionName; readonly item: TransactItem };

/** The parts of the transaction that writes the change to the table. `now` is an instant, for what expires. */
export const partsOf = (change: Change, table: string, now: string): readonly Part[] => {
  const put = (item: NewItem, condition?: Condition): TransactItem => ({
    Put: { TableName: table, Item: item, ...condition },
  });
  const update = (parts: Update): TransactItem => ({ Update: { TableName: table, ...parts } });
  const {
    answer,
    create,
    lane,
    slots,
    quota,
    publisherQuota,
    guard,
    build,
    breaker,
    pulse,
    watch,
    hint,
    chain,
    denial,
    denialsTold,
  } = change;
  const parts: (Part | undefined)[] = [
    answer && { condition: 'answer', item: put(answerItem(answer.key, answer.value), isFree(latest(answer.now, now))) },
    create && { condition: 'deployment', item: put(deploymentItem(create), isNew) },
    ...(change.updates ?? []).map(({ before, after }) => ({
      condition: 'deployment' as const,
      item: put(deploymentItem(after), isCurrent(before, after)),
    })),
    ...(change.timeline ?? []).map(({ deploymentId, entries }) => ({
      condition: 'deployment' as const,
      item: put(timelineItem(deploymentId, entries), isNew),
    })),
    lane && {
      condition: 'lane',
      item: put(
        itemOf(laneKey(lane.after), lane.after),
        isStillOrNew(lane.before, ({ laneVersion }) => ({ laneVersion })),
      ),
    },
    slots && { condition: 'slots', item: update(slotUpdateOf(slots)) },
    quota && { condition: 'quota', item: update(quotaUpdateOf(quota)) },
    publisherQuota && { condition: 'publisherQuota', item: update(publisherQuotaUpdateOf(publisherQuota)) },
    guard && { condition: 'guard', item: guardCheck(guard, table) },
    build && { condition: 'build', item: put(itemOf(buildKey(build), build), isNew) },
    breaker && {
      condition: 'breaker',
      item: put(
        itemOf(planeKey('breaker'), breaker.after),
        isStillOrNew(breaker.before, ({ state, since, failures }) => ({ state, since, failures })),
      ),
    },
    pulse && { item: put(itemOf(planeKey('pulse'), pulse)) },
    watch && {
      condition: 'watch',
      item: put(
        itemOf(planeKey('watch'), watch.after),
        isStillOrNew(watch.before, ({ revision }) => ({ revision })),
      ),
    },
    hint && { item: put(hintItem(hint)) },
    denial && { condition: 'denial', item: update(denialUpdateOf(denial)) },
    denialsTold && {
      condition: 'denialsTold',
      item: put(
        itemOf(planeKey('denialsTold'), denialsTold.after),
        isStillOrNew(denialsTold.before, ({ before }) => ({ before })),
      ),
    },
    ...(chain ? chainParts(chain, put) : []),
    ...configurationParts(change, table),
    ...(change.audit ?? []).map((event: AuditEvent) => ({ item: put(auditItem(event), isNew) })),
  ];
  return parts.filter((part) => part !== undefined);
};

/** The chain goes on by one seal, or only learns what was kept of it and when it was looked for what came late; each event is in one seal only. */
const chainParts = (
  { before, after, seal }: NonNullable<Change['chain']>,
  put: (item: NewItem, condition?: Condition) => TransactItem,
): readonly Part[] => [
  {
    condition: 'chain',
    item: put(
      itemOf(planeKey('chain'), after),
      isStillOrNew(before, ({ head, keptTo }) => ({ head, keptTo })),
    ),
  },
  ...(seal ? [{ condition: 'chain' as const, item: put(itemOf(sealKey(seal.header.sequence), seal), isNew) }] : []),
  ...(seal?.entries ?? []).map(({ eventId }) => ({
    condition: 'sealed' as const,
    item: put(itemOf(sealedKey(eventId), { eventId, sequence: seal?.header.sequence }), isNew),
  })),
];

const latest = (...instants: readonly string[]): string => instants.map(comparable).sort().at(-1) ?? '';

/** No answer is kept under the key, or one that has expired and only waits to be dropped. */
const isFree = (now: string): Condition => ({
  ConditionExpression: `attribute_not_exists(${PARTITION_KEY}) OR #doc.#expiresAt <= :now`,
  ExpressionAttributeNames: { '#doc': 'doc', '#expiresAt': 'expiresAt' },
  ExpressionAttributeValues: { ':now': now },
});

/** The record is the one that was read; and whatever was read, a record that has ended keeps its end. */
const isCurrent = (before: DeploymentRecord, after: DeploymentRecord): Condition => {
  const version = isStill({ recordVersion: before.recordVersion });
  const states = inFlightStates.map((state, index) => [`:inFlight${index}`, state] as const);
  return {
    ConditionExpression: `${version.ConditionExpression} AND #doc.#state IN (:after, ${states.map(([name]) => name).join(', ')})`,
    ExpressionAttributeNames: { ...version.ExpressionAttributeNames, '#state': 'state' },
    ExpressionAttributeValues: {
      ...version.ExpressionAttributeValues,
      ...Object.fromEntries(states),
      ':after': after.state,
    },
  };
};

const isStillOrNew = <Doc>(before: Doc | undefined, fields: (doc: Doc) => Record<string, unknown>): Condition =>
  before === undefined ? isNew : isStill(fields(before));

const guardCheck = ({ deliveryGroupId, revision }: NonNullable<Change['guard']>, table: string): TransactItem => ({
  ConditionCheck: {
    TableName: table,
    Key: guardKey(deliveryGroupId),
    ...isStill({ ...(revision === undefined ? {} : { revision }), mutationsDisabled: false }),
  },
});
