import type { Watch } from '../records.ts';
import { iso, plusSeconds, secondsBetween } from '../time.ts';
import { broken, type Check, type Invariant } from './invariant.ts';

/** Clocks differ a little. */
const CLOCKS_DIFFER_SECONDS = 30;
/** Longer than any turn: for as long as one lasts, nobody else looks after what is in flight. */
const TURN_SECONDS_MAX = 60;

/** The turn of whoever looks after everything in flight. */
export const watch: Invariant = {
  id: 'watch',
  title: 'The turn to watch is somebody’s, ends soon unless it is prolonged, and tells of no look that is yet to come',
  check: function* ({ watch: kept }, now) {
    yield kept === undefined || isSomebodys(kept);
    yield kept?.until === undefined || endsSoon(kept.until, now);
    for (const at of [kept?.lookedAt, kept?.round?.startedAt]) yield at === undefined || isPast(at, now);
  },
};

const isSomebodys = ({ holder, until }: Watch): Check =>
  (holder === undefined) === (until === undefined) ||
  broken([], `The turn to watch is ${holder ?? 'nobody'}’s until ${until ?? 'never'}`);

const endsSoon = (until: string, now: Date): Check =>
  until <= iso(plusSeconds(now, TURN_SECONDS_MAX + CLOCKS_DIFFER_SECONDS)) ||
  broken([], `The turn to watch lasts until ${until}; so long nobody else looks after what is in flight`);

const isPast = (at: string, now: Date): Check =>
  at <= iso(plusSeconds(now, CLOCKS_DIFFER_SECONDS)) ||
  broken([], `Everything in flight is said to have been looked at by ${at}, which is yet to come`);

/** One watches at a time: what one write may do to the turn, `clocksDiffer` seconds at most being between any two clocks. */
export const turnPasses = function* (
  before: Watch | undefined,
  after: Watch,
  { now, clocksDiffer }: { readonly now: Date; readonly clocksDiffer: number },
): Iterable<Check> {
  yield after.revision === (before?.revision ?? 0) + 1 ||
    broken([], `The turn to watch goes from revision ${before?.revision ?? 0} to ${after.revision}`);
  if (before?.holder === undefined || after.holder === before.holder) return;
  const left = before.until === undefined ? 0 : -secondsBetween(before.until, now);
  yield after.holder === undefined ||
    left <= clocksDiffer ||
    broken([], `${after.holder} takes the turn of ${before.holder}, which has ${Math.round(left)} s left`);
};
