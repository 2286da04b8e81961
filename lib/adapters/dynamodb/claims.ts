import type { PublisherQuotaKey, QuotaChange, SlotChange } from '../../domain/change.ts';
import type { Slots } from '../../domain/records.ts';
import type { Item } from './database.ts';
import { DamagedItem, isMap } from './documents.ts';
import { type Key, publisherQuotaKey, quotaKey, slotsKey } from './keys.ts';
import { TIME_TO_LIVE } from './table.ts';

/**
 * Slots and quota counters: items that are only ever changed in place, each change with the condition that keeps its
 * limit. Slots hold one attribute per holder and their number, changed by the same update, so the first claim needs
 * no item to be there and a hand-over leaves the number alone.
 */

export type Update = {
  readonly Key: Key;
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
};

const HOLDER = 'holder#';
const attributeOf = (deploymentId: string): string => HOLDER + deploymentId;

/** An item that is not there yet counts as zero, which is below every limit but zero. */
const below = (counter: string, limit: number): string =>
  limit > 0 ? `(attribute_not_exists(${counter}) OR ${counter} < :limit)` : `${counter} < :limit`;

export const slotUpdateOf = (change: SlotChange): Update => {
  const Key = slotsKey(change.place);
  if (change.kind === 'handover') {
    return {
      Key,
      UpdateExpression: 'SET #to = :holder REMOVE #from',
      ConditionExpression: 'attribute_exists(#from) AND attribute_not_exists(#to)',
      ExpressionAttributeNames: { '#from': attributeOf(change.from), '#to': attributeOf(change.to) },
      ExpressionAttributeValues: { ':holder': change.holder },
    };
  }
  const ExpressionAttributeNames = { '#holder': attributeOf(change.deploymentId), '#held': 'held' };
  if (change.kind === 'release') {
    return {
      Key,
      UpdateExpression: 'REMOVE #holder ADD #held :less',
      ConditionExpression: 'attribute_exists(#holder)',
      ExpressionAttributeNames,
      ExpressionAttributeValues: { ':less': -1 },
    };
  }
  return {
    Key,
    UpdateExpression: 'SET #holder = :holder ADD #held :one',
    ConditionExpression: `attribute_not_exists(#holder) AND ${below('#held', change.limit)}`,
    ExpressionAttributeNames,
    ExpressionAttributeValues: { ':holder': change.holder, ':one': 1, ':limit': change.limit },
  };
};

const isHolder = (value: unknown): value is Slots['holders'][string] =>
  isMap(value) && typeof value.service === 'string' && typeof value.version === 'string';

export const slotsOf = (item: Item): Slots => {
  const holders: Record<string, Slots['holders'][string]> = {};
  for (const [name, holder] of Object.entries(item)) {
    if (!name.startsWith(HOLDER)) continue;
    if (!isHolder(holder)) throw new DamagedItem(item);
    holders[name.slice(HOLDER.length)] = holder;
  }
  return { holders };
};

/** Counters are looked at on their day only; they are kept this long for whoever asks afterwards. */
const COUNTER_KEPT_SECONDS = 90 * 86_400;
const endOfCounter = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000 + COUNTER_KEPT_SECONDS;

const claimOf = (Key: Key, day: string, limit: number): Update => ({
  Key,
  UpdateExpression: 'SET #ttl = :ttl ADD #used :one',
  ConditionExpression: below('#used', limit),
  ExpressionAttributeNames: { '#used': 'used', '#ttl': TIME_TO_LIVE },
  ExpressionAttributeValues: { ':one': 1, ':limit': limit, ':ttl': endOfCounter(day) },
});

export const quotaUpdateOf = (change: QuotaChange): Update => {
  const Key = quotaKey(change.key);
  if (change.kind === 'claim') return claimOf(Key, change.key.day, change.limit);
  return {
    Key,
    UpdateExpression: 'ADD #used :less',
    ConditionExpression: '#used > :zero',
    ExpressionAttributeNames: { '#used': 'used' },
    ExpressionAttributeValues: { ':less': -1, ':zero': 0 },
  };
};

export const publisherQuotaUpdateOf = (claim: { readonly key: PublisherQuotaKey; readonly limit: number }): Update =>
  claimOf(publisherQuotaKey(claim.key), claim.key.day, claim.limit);

export const usedOf = (item: Item): number => {
  const used = item.used;
  if (typeof used !== 'number') throw new DamagedItem(item);
  return used;
};
