import type { DeploymentRecord, Pulse, Watch } from './records.ts';
import { iso, plusSeconds, secondsBetween } from './time.ts';

/** So many executions are looked at with one call to the engine. */
export const BATCH = 50;

/**
 * Looking costs the engine at most sixty calls in any minute, however much is in flight: so many at once, then so many
 * a second. Whoever takes over goes on with what is left, and the very first one begins with few.
 */
export const BUDGET = { atOnce: 5, perSecond: 0.85, atFirst: 3 } as const;

/** Clocks of two instances differ by no more: what seems to come from later was written by one that was wrong. */
export const SKEW_SECONDS = 5;

export const FRESHNESS_MIN_SECONDS = 4;

/** How often everything in flight is looked at. */
export const freshnessFor = (inFlight: number): number =>
  Math.max(FRESHNESS_MIN_SECONDS, Math.ceil(inFlight / BATCH / BUDGET.perSecond));

/** So long a list may lag behind what was written. */
const LAG_SECONDS = 3;

/**
 * When the engine was last asked about a deployment: alone, or with everything in flight. A round that began before the
 * record was written last may have missed it.
 */
export const seenAt = (record: DeploymentRecord, watch: Watch | undefined): string | undefined => {
  const { observedAt, updatedAt } = record;
  const { lookedAt } = watch ?? {};
  if (lookedAt === undefined || secondsBetween(updatedAt, lookedAt) < LAG_SECONDS) return observedAt;
  return observedAt === undefined || lookedAt > observedAt ? lookedAt : observedAt;
};

/** No turn is prolonged for longer; one that seems to be was taken by a clock that was ahead, and is nobody's. */
const TURN_SECONDS_MAX = 120;

/** Somebody looks after everything in flight, so that nobody else need. */
export const isWatched = (watch: Watch | undefined, now: Date): boolean =>
  watch?.until !== undefined && watch.until > iso(now) && watch.until <= iso(plusSeconds(now, TURN_SECONDS_MAX));

export type Sight = { readonly pulse: Pulse | undefined; readonly watch: Watch | undefined };

/** Whether the engine should be asked again about this deployment. */
export const isStale = (record: DeploymentRecord, { pulse, watch }: Sight, now: Date): boolean => {
  const seen = seenAt(record, watch);
  const freshness = Math.max(FRESHNESS_MIN_SECONDS, pulse?.freshnessSeconds ?? 0);
  return seen === undefined || secondsBetween(seen, now) >= freshness;
};

/** What has just begun is looked at often, until the next pass of the schedule has taken it over for sure. */
const YOUNG_SECONDS = 75;
const WAIT_MAX_SECONDS = 60;

/**
 * Seconds until a machine looks by itself. While everything is watched it is only there in case that ends; otherwise it
 * looks soon at first, and rarer with age, so that a machine takes few steps.
 */
export const nextLook = (record: DeploymentRecord, watch: Watch | undefined, now: Date): number => {
  if (isWatched(watch, now)) return WAIT_MAX_SECONDS;
  const age = secondsBetween(record.createdAt, now);
  if (age < YOUNG_SECONDS) return age < 10 ? 2 : 5;
  return Math.min(WAIT_MAX_SECONDS, Math.floor(age / 6));
};
