import { BREAKER_OPENS_AFTER } from '../breaker.ts';
import type { Breaker } from '../records.ts';
import { broken, type Check, type Invariant } from './invariant.ts';

/** What everybody believes of the engine: shut out for no reason, or let in for none, nobody would notice otherwise. */
export const breaker: Invariant = {
  id: 'breaker',
  title: 'The breaker is open after so many failed calls in a row, and only then',
  check: function* ({ breaker: kept }) {
    yield kept === undefined || fitsFailures(kept);
  },
};

const fitsFailures = ({ state, failures }: Breaker): Check =>
  (failures >= 0 && (state === 'open') === failures >= BREAKER_OPENS_AFTER) ||
  broken([], `The breaker is ${state} after ${failures} failed calls in a row; it opens with ${BREAKER_OPENS_AFTER}`);

/** What one write may do to it, by somebody whose calls went so; only who sees both versions and the calls can tell. */
export const breakerMoves = function* (
  before: Breaker | undefined,
  after: Breaker,
  calls: { readonly well: boolean; readonly failed: boolean },
): Iterable<Check> {
  const grown = after.failures - (before?.failures ?? 0);
  yield grown <= 1 || broken([], `The breaker counts ${grown} failed calls at once`);
  yield after.failures === 0 ||
    calls.failed ||
    broken([], 'The breaker counts a failed call of somebody who made none');
  yield after.failures > 0 ||
    calls.well ||
    broken([], 'The breaker is closed by somebody who did not reach the engine');
};
