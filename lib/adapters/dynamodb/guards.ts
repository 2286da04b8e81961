import type { Change } from '../../domain/change.ts';
import type { Guard } from '../../domain/records.ts';
import { isNew } from './conditions.ts';
import type { Database, TransactItem } from './database.ts';
import { guardOf, killSwitchOf } from './documents.ts';
import { itemOf } from './items.ts';
import { guardKey, planeKey } from './keys.ts';
import type { Patience } from './patience.ts';
import { transactOnce } from './transaction.ts';

/** The row of a delivery group that every admission checks: bumped by whatever an admission depends on. */

/** Admissions that were decided before must decide anew. */
export const bumpGuard = (table: string, deliveryGroupId: string): TransactItem => ({
  Update: {
    TableName: table,
    Key: guardKey(deliveryGroupId),
    UpdateExpression: 'SET #doc.#revision = #doc.#revision + :one',
    ConditionExpression: 'attribute_exists(#doc)',
    ExpressionAttributeNames: { '#doc': 'doc', '#revision': 'revision' },
    ExpressionAttributeValues: { ':one': 1 },
  },
});

/** Takes over the position of the master row, unless a later one was taken over; what was decided before is decided anew. */
export const followSwitch = (
  table: string,
  { deliveryGroupId, mutationsDisabled, epoch }: NonNullable<Change['follow']>,
): TransactItem => ({
  Update: {
    TableName: table,
    Key: guardKey(deliveryGroupId),
    UpdateExpression: 'SET #doc.#disabled = :disabled, #doc.#epoch = :epoch, #doc.#revision = #doc.#revision + :one',
    ConditionExpression: 'attribute_exists(#doc) AND (attribute_not_exists(#doc.#epoch) OR #doc.#epoch < :epoch)',
    ExpressionAttributeNames: {
      '#doc': 'doc',
      '#disabled': 'mutationsDisabled',
      '#epoch': 'epoch',
      '#revision': 'revision',
    },
    ExpressionAttributeValues: { ':disabled': mutationsDisabled, ':epoch': epoch, ':one': 1 },
  },
});

/** Makes a guard row for each group that has none, in the position of the kill switch. */
export const createMissingGuards = async (
  database: Database,
  deliveryGroupIds: readonly string[],
  patience: Patience,
): Promise<void> => {
  const ids = [...new Set(deliveryGroupIds)];
  const present = new Set((await database.get(ids.map(guardKey))).map((item) => guardOf(item).deliveryGroupId));
  const [master] = await database.get([planeKey('killSwitch')]);
  const { mutationsDisabled, epoch } = master ? killSwitchOf(master) : { mutationsDisabled: false, epoch: 0 };
  for (const deliveryGroupId of ids.filter((id) => !present.has(id))) {
    const guard: Guard = { deliveryGroupId, revision: 1, mutationsDisabled, epoch };
    const Item = itemOf(guardKey(deliveryGroupId), guard);
    await transactOnce(database, [{ Put: { TableName: database.table, Item, ...isNew } }], patience);
  }
};
