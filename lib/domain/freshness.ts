import type { DeploymentRecord, Pulse } from './records.ts';
import { secondsBetween } from './time.ts';

export const FRESHNESS_MIN_SECONDS = 2;
export const FRESHNESS_MAX_SECONDS = 60;

/** With n in flight, looking at each every n seconds costs one call a second in all; past a minute, batches take over. */
export const freshnessFor = (inFlight: number): number =>
  Math.min(FRESHNESS_MAX_SECONDS, Math.max(FRESHNESS_MIN_SECONDS, inFlight));

/** Whether the engine should be asked again about this deployment. */
export const isStale = (record: DeploymentRecord, pulse: Pulse | undefined, now: Date): boolean => {
  const freshness = pulse?.freshnessSeconds ?? FRESHNESS_MIN_SECONDS;
  return record.observedAt === undefined || secondsBetween(record.observedAt, now) >= freshness;
};

/** Seconds until the next look: soon at first, up to a minute with age, never sooner than freshness asks for. */
export const nextLook = (record: DeploymentRecord, pulse: Pulse | undefined, now: Date): number => {
  const age = secondsBetween(record.createdAt, now);
  const byAge = Math.min(FRESHNESS_MAX_SECONDS, Math.max(FRESHNESS_MIN_SECONDS, Math.floor(age / 10)));
  return Math.max(byAge, pulse?.freshnessSeconds ?? FRESHNESS_MIN_SECONDS);
};
