import { setTimeout as delay } from 'node:timers/promises';
import { steadyTime } from '../../../adapters/system/clock.ts';

/** Time as the local plane sees it. A test passes one that it moves by hand. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after `ms`; rejects with an AbortError as soon as `signal` aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** Longest delay a timer takes; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: steadyTime,
  sleep: async (ms, signal) => {
    let left = Math.max(0, ms);
    do {
      const step = Math.min(left, LONGEST_TIMER_MS);
      await delay(step, undefined, signal && { signal });
      left -= step;
    } while (left > 0);
  },
};
