import type { RateLimits } from './limits.ts';
import { plusSeconds, secondsBetween } from './time.ts';

/** How often a caller may ask within a minute: changes are counted one by one, reads by leases of a few. */

export type RateKind = 'read' | 'mutation';

/** One caller's requests of one kind in one UTC minute, written `2026-11-21T14:30`. */
export type RateKey = { readonly callerId: string; readonly kind: RateKind; readonly minute: string };

/** Counts so many requests more, only if all of them fit below the limit. */
export type RateClaim = { readonly key: RateKey; readonly count: number; readonly limit: number };

/** Where a caller stands after a request was counted, or was not because nothing was left. */
export type Rate = {
  readonly kind: RateKind;
  readonly allowed: boolean;
  readonly limit: number;
  /** Exact for changes; of reads, what this instance knows. */
  readonly remaining: number;
  /** The instant at which the next minute begins. */
  readonly resetsAt: string;
};

export const RATE_WINDOW_SECONDS = 60;

export const minuteOf = (now: Date): string => now.toISOString().slice(0, 16);

export const endOfMinute = (minute: string): Date => plusSeconds(`${minute}:00.000Z`, RATE_WINDOW_SECONDS);

/** Never less than a second: who comes back at once has gained nothing. */
export const secondsUntil = (instant: string, now: Date): number =>
  Math.max(1, Math.ceil(secondsBetween(now.toISOString(), instant)));

export const limitOf = (kind: RateKind, rates: RateLimits): number =>
  kind === 'read' ? rates.readRpm : rates.mutateRpm;

/** An instance that holds a lease and is not asked again keeps that much from the others. */
const LEASE_SHARE = 20;
const LEASE_MAX = 50;

/** So many reads an instance counts at once: few enough that little is kept from others, enough that it seldom writes. */
export const leaseOf = (limit: number): number => Math.min(LEASE_MAX, Math.ceil(limit / LEASE_SHARE));

/** What to ask for after a claim was refused: all that is left, or nothing. */
export const restOf = ({ count, limit }: RateClaim, used: number): number => {
  const left = limit - used;
  return left < count ? Math.max(0, left) : 0;
};
