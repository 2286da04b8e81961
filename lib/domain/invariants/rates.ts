import { RATE_LIMIT_MAX } from '../../contract/settings.ts';
import { broken, type Invariant } from './invariant.ts';

/** Nobody was let in more often within a minute than the limits allowed. */
export const rates: Invariant = {
  id: 'rates',
  title: 'No caller was counted above the limit of requests a minute that was in force',
  check: function* ({ rates: counters }) {
    for (const { key, used, limit } of counters) {
      yield (used <= limit && limit <= RATE_LIMIT_MAX) ||
        broken(
          [key.callerId],
          `${used} ${key.kind}s of ${key.callerId} are counted in ${key.minute}, of ${limit} allowed`,
        );
    }
  },
};
