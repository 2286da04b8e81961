import { nextLook } from './freshness.ts';
import type { Breaker, DeploymentRecord, HandOver, KillSwitch, Lane, Slots } from './records.ts';
import { isTerminal } from './states.ts';
import { iso, plusSeconds, secondsBetween } from './time.ts';

/** How long one attempt may own the hand-over; longer than any call to the engine may take. */
export const LEASE_SECONDS = 60;
/** How long a search that finds nothing is not yet believed: longer than the lease and every timeout on the way. */
export const SEARCH_WINDOW_SECONDS = 90;
/** Seconds until it is asked again whether the engine is back, at least; and over so many those are spread that wait. */
const OUTAGE = { least: 15, spread: 20 } as const;
/** Seconds between two searches that failed: soon at first, because most faults pass, then ever more seldom. */
const AGAIN = { first: 5, last: 60, growth: 1.4, spread: 0.15 } as const;

export type HandOverStep =
  /** Nothing to hand over: it ended, or the engine has it. */
  | { readonly kind: 'done' }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** It is to stop before the engine could learn of it; `why`, where its timeline does not tell yet. */
  | { readonly kind: 'cancel'; readonly why?: string }
  /** Never asked before: take the lease, then ask. */
  | { readonly kind: 'request' }
  /** Asked before, with an unknown end: look for it first. */
  | { readonly kind: 'search' };

type Facts = {
  readonly record: DeploymentRecord;
  readonly lane: Lane | undefined;
  readonly slots: Slots | undefined;
  readonly killSwitch: KillSwitch | undefined;
  readonly breaker: Breaker | undefined;
  readonly now: Date;
};

/** What the hand-over to the engine does next. */
export const nextStep = ({ record, lane, slots, killSwitch, breaker, now }: Facts): HandOverStep => {
  if (isTerminal(record.state) || record.executionId !== undefined) return { kind: 'done' };
  const { leases, leaseUntil } = record.handOver;
  const holdsPlace = lane?.inFlight?.deploymentId === record.id && slots?.holders[record.id] !== undefined;
  if (leases === 0 && record.cancelRequested) return { kind: 'cancel' };
  if (leases === 0 && killSwitch?.mutationsDisabled) {
    return { kind: 'cancel', why: 'Changes were switched off before it started' };
  }
  if (!holdsPlace) return { kind: 'wait', seconds: nextLook(record, undefined, now) };
  if (leaseUntil !== undefined && leaseUntil > iso(now)) {
    return { kind: 'wait', seconds: Math.max(1, Math.ceil(-secondsBetween(leaseUntil, now))) };
  }
  // Known to be out of reach: whoever watches asks how it is, and nobody else.
  if (breaker?.state === 'open') return { kind: 'wait', seconds: outageWait(record, now) };
  return leases === 0 ? { kind: 'request' } : { kind: 'search' };
};

/** The lease of a new attempt. The time of a request is written before the request leaves. */
export const leased = (
  before: HandOver,
  { now, token, requests }: { now: Date; token: string; requests: boolean },
): HandOver => {
  const lease = { leases: before.leases + 1, leaseToken: token, leaseUntil: iso(plusSeconds(now, LEASE_SECONDS)) };
  if (!requests) return { ...before, ...lease };
  const { unsent: _, ...rest } = before;
  return { ...rest, ...lease, firstRequestAt: before.firstRequestAt ?? iso(now), lastRequestAt: iso(now) };
};

/** Ends the lease early, so that the next attempt need not wait for it. */
export const released = ({ leaseUntil: _, leaseToken: __, ...rest }: HandOver): HandOver => rest;

/** The lease of nobody: whoever comes before that instant has to wait, machine and schedule alike. */
export const resting = (handOver: HandOver, until: string): HandOver => ({ ...released(handOver), leaseUntil: until });

/** Seconds until the engine is searched again that could not be searched now: longer with each attempt. */
export const searchAgainIn = ({ id, handOver: { leases } }: DeploymentRecord): number => {
  const seconds = Math.min(AGAIN.last, AGAIN.first * AGAIN.growth ** (leases - 1));
  return Math.ceil(seconds * (1 - AGAIN.spread * apart(id, leases)));
};

/** Seconds until it is looked again whether the engine is back: rarer with age. */
const outageWait = (record: DeploymentRecord, now: Date): number =>
  Math.max(OUTAGE.least, nextLook(record, undefined, now)) + Math.floor(OUTAGE.spread * apart(record.id, 0));

/** From 0 to 1: many that failed together do not come back together, and a repeated run does as the first did. */
const apart = (id: string, count: number): number => {
  const place = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 0);
  return ((place * 7919 + count * 6163) % 9973) / 9973;
};

/** Seconds until a search that finds nothing means that there is nothing; 0 when it does now. */
export const searchWait = ({ lastRequestAt }: HandOver, now: Date): number =>
  lastRequestAt === undefined ? 0 : Math.max(0, Math.ceil(SEARCH_WINDOW_SECONDS - secondsBetween(lastRequestAt, now)));

/** The one warning that a lost answer is worth, where the engine cannot be searched for what became of the order. */
export const lostAnswer = ({ id }: DeploymentRecord): { readonly summary: string; readonly detail: string } => ({
  summary: 'The order was sent, but its answer was lost',
  detail: `It may have begun. It is not sent again, as that could do it twice. Look in the engine for deployment ${id}: it goes on by itself as soon as the engine reports it; if nothing of it is there, tell your platform team.`,
});
