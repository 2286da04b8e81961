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
  const row = rowOf(before, now);
  const failures = row ? row.failures + 1 : 1;
  const opens = failures >= BREAKER_OPENS_AFTER;
  return {
    state: opens ? 'open' : 'closed',
    since: row && !opens ? row.since : iso(now),
    failures,
    failedAt: iso(now),
    ...(call.detail === undefined ? {} : { detail: call.detail }),
  };
};

/** The failures that one more goes on with. */
const rowOf = (before: Breaker | undefined, now: Date): Breaker | undefined => {
  if (!before || before.failures === 0) return undefined;
  return before.failedAt !== undefined && secondsBetween(before.failedAt, now) > ROW_SECONDS ? undefined : before;
};
