import { type DenialChange, type DenialCount, SINGLE_DENIALS, startOfHour } from '../../domain/denials.ts';
import type { Update } from './claims.ts';
import type { Database, Item } from './database.ts';
import { DamagedItem } from './documents.ts';
import { DENIAL_SHARDS, denialKey, denialPartition, denialPartsOf } from './keys.ts';
import { HIGHEST, LOWEST } from './sort-order.ts';
import { TIME_TO_LIVE } from './table.ts';

/** Counters of denials: one item for each caller, code and hour, the hours spread over a few partitions. */

/** Told within hours; kept for whoever verifies. */
const KEPT_SECONDS = 7 * 86_400;

export const denialUpdateOf = (change: DenialChange): Update => {
  const Key = denialKey(change.key);
  const names = { '#count': 'denials', '#closed': 'closed' };
  if (change.kind === 'close') {
    return {
      Key,
      UpdateExpression: 'SET #closed = :closed',
      ConditionExpression: 'attribute_not_exists(#closed) AND #count = :count',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':closed': true, ':count': change.count },
    };
  }
  const fits = change.kind === 'single' ? '(attribute_not_exists(#count) OR #count < :singles)' : '#count >= :singles';
  return {
    Key,
    UpdateExpression: 'SET #role = :role, #ttl = :ttl ADD #count :one',
    ConditionExpression: `attribute_not_exists(#closed) AND ${fits}`,
    ExpressionAttributeNames: { ...names, '#role': 'role', '#ttl': TIME_TO_LIVE },
    ExpressionAttributeValues: {
      ':role': change.role,
      ':ttl': startOfHour(change.key.hour).getTime() / 1000 + KEPT_SECONDS,
      ':one': 1,
      ':singles': SINGLE_DENIALS,
    },
  };
};

const roles: ReadonlySet<unknown> = new Set<DenialCount['role']>([
  'PLATFORM_ADMIN',
  'DELIVERY_OWNER',
  'OBSERVER',
  'CI_PUBLISHER',
  'SYSTEM',
  'NONE',
]);
const isRole = (value: unknown): value is DenialCount['role'] => roles.has(value);

export const denialCountOf = (item: Item): DenialCount => {
  const { denials: count, role } = item;
  const key = denialPartsOf({ pk: String(item.pk), sk: String(item.sk) });
  if (key === undefined || typeof count !== 'number' || !isRole(role)) throw new DamagedItem(item);
  return { ...key, count, role, closed: item.closed === true };
};

/** All of an hour, whatever they have come to. */
export const readDenials = async (database: Database, hour: string): Promise<readonly DenialCount[]> => {
  const shards = Array.from({ length: DENIAL_SHARDS }, (_, shard) => readShard(database, denialPartition(hour, shard)));
  return (await Promise.all(shards)).flat();
};

const readShard = async (database: Database, partition: string): Promise<readonly DenialCount[]> => {
  const found: DenialCount[] = [];
  let from: string | undefined = LOWEST;
  while (from !== undefined) {
    const page = await database.query({ partition, from, to: HIGHEST, descending: false });
    found.push(...page.items.map(denialCountOf));
    from = page.last === undefined ? undefined : `${page.last}!`;
  }
  return found;
};
