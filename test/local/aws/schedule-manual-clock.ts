import type { Clock } from '../../../lib/local/aws/schedule/clock.ts';

type Sleeper = { readonly at: number; readonly wake: () => void };

export type ManualClock = Clock & {
  /** Moves time on, waking sleepers in order and letting each act before the next. */
  readonly advance: (ms: number) => Promise<void>;
  /** How many are asleep. */
  readonly sleeping: () => number;
};

/** A clock that stands still until it is told to move. */
export function manualClock(start = Date.parse('2026-11-21T09:30:00Z')): ManualClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { at: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (;;) {
        const [next] = [...sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        sleepers.delete(next);
        now = Math.max(now, next.at);
        next.wake();
        await settle();
      }
      now = end;
    },
    sleeping: () => sleepers.size,
  };
}

/** Lets everything that can happen without time passing happen. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
