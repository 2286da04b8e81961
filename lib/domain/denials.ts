import type { AuditEvent } from '../contract/audit.ts';
import { iso, plusSeconds } from './time.ts';

/**
 * The first denials of a caller and code in a UTC hour are single events; further ones only count, and are told as one
 * event after the hour.
 */

/** Hours are written `2026-11-21T14`. */
export type DenialKey = { readonly callerId: string; readonly code: string; readonly hour: string };

export type DenialCount = DenialKey & {
  readonly count: number;
  /** As the newest of them was denied. */
  readonly role: AuditEvent['actorRole'];
  /** Nothing is counted in it any more, and it has been told if it had to be. */
  readonly closed: boolean;
};

export type DenialChange =
  /** Only while fewer than `SINGLE_DENIALS` are counted, and the hour is not closed. */
  | { readonly kind: 'single'; readonly key: DenialKey; readonly role: DenialCount['role'] }
  /** Only once so many are, and while the hour is not closed. */
  | { readonly kind: 'further'; readonly key: DenialKey; readonly role: DenialCount['role'] }
  /** Only if exactly so many are counted, and it is not closed yet. */
  | { readonly kind: 'close'; readonly key: DenialKey; readonly count: number };

/** Everything counted in hours before this one has been told. */
export type DenialsTold = { readonly before: string };

export const SINGLE_DENIALS = 10;
const HOUR_SECONDS = 3600;
/** Longer than any request takes, and than clocks differ. */
const CLOSE_AFTER_SECONDS = 300;
/** Looked at once more with each hour: a clock that lags far behind may have counted in them meanwhile. */
const HOURS_AGAIN = 2;
/** How far a plane that has never told anything looks back, and how many hours are told at once. */
const HOURS_BEFORE_FIRST = 6;
const HOURS_AT_ONCE = 24;

export const hourOf = (at: Date): string => iso(at).slice(0, 13);

export const startOfHour = (hour: string): Date => new Date(`${hour}:00:00.000Z`);

export const hourAfter = (hour: string, hours = 1): string =>
  hourOf(plusSeconds(startOfHour(hour), hours * HOUR_SECONDS));

/** Who finds its hour closed has a clock that lags, and is counted in the next: no event is older than its hour. */
export const instantIn = (hour: string, now: Date): string => iso(hourOf(now) < hour ? startOfHour(hour) : now);

export const singlesOf = (count: number): number => Math.min(count, SINGLE_DENIALS);

/** The hours that are over and still to be told, oldest first; none as long as no further hour is over. */
export const hoursToTell = (told: DenialsTold | undefined, now: Date): readonly string[] => {
  const open = hourOf(plusSeconds(now, -CLOSE_AFTER_SECONDS));
  const next = told?.before ?? hourAfter(open, -HOURS_BEFORE_FIRST);
  const hours: string[] = [];
  for (let hour = next; hour < open && hours.length < HOURS_AT_ONCE; hour = hourAfter(hour)) hours.push(hour);
  if (hours.length === 0 || told === undefined) return hours;
  return [...Array.from({ length: HOURS_AGAIN }, (_, index) => hourAfter(next, index - HOURS_AGAIN)), ...hours];
};

/** Tells all denials of a caller and code in an hour; nothing where each of them is an event already. */
export const denialsSummary = (counted: DenialCount, now: Date): AuditEvent | undefined => {
  const { callerId, code, hour, count, role } = counted;
  if (count <= SINGLE_DENIALS) return undefined;
  return {
    eventId: `denials.${hour}.${code}.${callerId}`,
    eventType: 'DENIALS_SUMMARY',
    actorId: callerId,
    actorRole: role,
    targetType: 'Denials',
    targetId: code,
    timestamp: iso(now),
    outcome: 'DENIED',
    summary: `${count} requests were denied with ${code} in the hour from ${hour}:00Z; ${SINGLE_DENIALS} of them have events of their own`,
    requestId: `denials.${hour}`,
    code,
    after: { hour, count, singles: SINGLE_DENIALS },
  };
};
