import type { Breaker } from './records.ts';
import { iso, secondsBetween } from './time.ts';

/** So many failed calls in a row, by any instance, and nothing new is admitted until one succeeds. */
export const BREAKER_OPENS_AFTER = 5;

/** Failures that are further apart are no row: successes in between need not be written down. */
export const ROW_SECONDS = 120;

/** The breaker after one more call; `undefined` when nothing is to be written. */
export const breakerAfter = (
  before: Breaker | undefined,
  call: { readonly ok: boolean; readonly detail?: string },
  now: Date,
): Breaker | undefined => {
  if (call.ok) {
    return before && before.failures > 0 ? { state: 'closed', since: iso(now), failures: 0 } : undefined;
  }
  if (before?.state === 'open') return undefined;
  const failures = inARow(before, now) + 1;
  const opens = failures >= BREAKER_OPENS_AFTER;
  return {
    state: opens ? 'open' : 'closed',
    since: opens || failures === 1 ? iso(now) : (before?.since ?? iso(now)),
    failures,
    failedAt: iso(now),
    ...(call.detail === undefined ? {} : { detail: call.detail }),
  };
};

const inARow = (before: Breaker | undefined, now: Date): number => {
  if (!before) return 0;
  const apart = before.failedAt === undefined ? 0 : secondsBetween(before.failedAt, now);
  return apart > ROW_SECONDS ? 0 : before.failures;
};
