import type { Breaker } from './records.ts';
import { iso } from './time.ts';

/** So many failed calls in a row, by any instance, and nothing new is admitted until one succeeds. */
export const BREAKER_OPENS_AFTER = 5;

/** The breaker after one more call; `undefined` when nothing is to be written. */
export const breakerAfter = (
  before: Breaker | undefined,
  call: { readonly ok: boolean; readonly detail?: string },
  now: Date,
): Breaker | undefined => {
  if (call.ok) {
    return before && before.failures > 0 ? { state: 'closed', since: iso(now), failures: 0 } : undefined;
  }
  const failures = (before?.failures ?? 0) + 1;
  const opens = failures >= BREAKER_OPENS_AFTER;
  if (before?.state === 'open') return undefined;
  return {
    state: opens ? 'open' : 'closed',
    since: opens ? iso(now) : (before?.since ?? iso(now)),
    failures,
    ...(call.detail === undefined ? {} : { detail: call.detail }),
  };
};
