import { endOfMinute, type RateClaim } from '../../domain/rates.ts';
import type { RateClaimed } from '../../ports/store.ts';
import { usedOf } from './claims.ts';
import type { Database, ItemUpdate } from './database.ts';
import { isConditionLost } from './faults.ts';
import { rateKey } from './keys.ts';
import { type Patience, patiently } from './patience.ts';
import { TIME_TO_LIVE } from './table.ts';

/** Counters of requests: one item for each caller, kind and minute, and one conditional write for each claim. */

/** Nobody looks at the minute any more once it is over; for a while, whoever verifies does. */
const KEPT_SECONDS = 3600;

const updateOf = ({ key, count, limit }: RateClaim): ItemUpdate => ({
  Key: rateKey(key),
  UpdateExpression: 'SET #limit = :limit, #ttl = :ttl ADD #used :count',
  ConditionExpression: 'attribute_not_exists(#used) OR #used <= :room',
  ExpressionAttributeNames: { '#used': 'used', '#limit': 'limit', '#ttl': TIME_TO_LIVE },
  ExpressionAttributeValues: {
    ':count': count,
    ':limit': limit,
    ':room': limit - count,
    ':ttl': endOfMinute(key.minute).getTime() / 1000 + KEPT_SECONDS,
  },
});

/**
 * What passes is waited out for a change, which must be counted; a read has better things to wait for. A claim that
 * was repeated after its answer was lost is counted twice: the limit is reached early, and never exceeded.
 */
export const claimRate = async (database: Database, claim: RateClaim, patience: Patience): Promise<RateClaimed> => {
  const attempt = () => database.update(updateOf(claim));
  try {
    const item = await (claim.key.kind === 'mutation' ? patiently(attempt, patience) : attempt());
    return { ok: true, used: usedOf(item) };
  } catch (error) {
    if (!isConditionLost(error)) throw error;
    // Errors carry what lies in the table as it is on the wire.
    return { ok: false, used: Number(error.Item?.used?.N ?? claim.limit) };
  }
};
