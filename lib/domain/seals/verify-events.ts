import type { EventEvidence, SealEvidence } from './evidence.ts';
import { before, found, type SealFinding } from './findings.ts';
import { isLate, sortKeyOf } from './seal.ts';

/** What is wrong with events, held against the seals that they say they are in. */

export type Range = { readonly from?: string | undefined; readonly to?: string | undefined };

const isWithin = (timestamp: string, { from, to }: Range): boolean =>
  (from === undefined || !before(timestamp, from)) && (to === undefined || before(timestamp, to));

export const eventFindings = function* (
  { eventId, timestamp, seal }: EventEvidence,
  seals: ReadonlyMap<number, SealEvidence>,
  sealedBefore: string | undefined,
): Iterable<SealFinding> {
  if (seal === undefined) {
    if (sealedBefore === undefined || !before(timestamp, sealedBefore)) return;
    yield found(
      eventId,
      `The event ${eventId} of ${timestamp} is in no seal, though everything of then is sealed: it came late and waits for the next seal, or somebody put it in`,
    );
    return;
  }
  const sealed = seals.get(seal.sequence);
  if (sealed === undefined) {
    yield found(eventId, `The event ${eventId} says that it is in seal ${seal.sequence}, which is missing`);
    return;
  }
  const { header, entries } = sealed;
  const isListed = entries === undefined || entries[seal.index]?.eventId === eventId;
  if (seal.root !== header.root || !isListed || (isLate({ timestamp }, header.from) && header.late === 0)) {
    yield found(eventId, `The event ${eventId} was changed, or is not the one in seal ${header.sequence}`);
  }
};

/** Each event is there once, and none is in two seals. */
export const doubleFindings = function* (
  events: readonly EventEvidence[],
  seals: readonly SealEvidence[],
): Iterable<SealFinding> {
  for (const id of repeated(events.map(({ eventId }) => eventId))) {
    yield found(id, `The event ${id} is there more than once`);
  }
  for (const id of repeated(seals.flatMap(({ entries = [] }) => entries.map(({ eventId }) => eventId)))) {
    yield found(id, `The event ${id} is in more than one seal`);
  }
};

const repeated = (ids: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) (seen.has(id) ? twice : seen).add(id);
  return [...twice];
};

/** What is claimed of all of a time. */
export type Whole = {
  readonly range: Range;
  /** When it was taken. */
  readonly takenAt: string;
  /** The newest seal then. */
  readonly newest?: { readonly sequence: number; readonly head: string; readonly to: string } | undefined;
};

/** What claims to be all of a time: nothing that was sealed is missing, nothing unsealed is among it. */
export const wholeFindings = function* (
  events: readonly EventEvidence[],
  seals: readonly SealEvidence[],
  { range }: Whole,
): Iterable<SealFinding> {
  const there = new Set(events.map(({ eventId }) => eventId));
  for (const { header, entries } of seals) {
    if (entries === undefined) {
      yield found(header.sequence, `Seal ${header.sequence} comes without the list of its events`);
    }
    for (const { eventId, timestamp } of entries ?? []) {
      if (there.has(eventId) || !isWithin(timestamp, range)) continue;
      yield found(eventId, `Missing: the event ${eventId} of ${timestamp}, which is in seal ${header.sequence}`);
    }
  }
  for (const [index, event] of events.entries()) {
    const { eventId, timestamp } = event;
    const last = events[index - 1];
    if (!isWithin(timestamp, range)) yield found(eventId, `The event ${eventId} of ${timestamp} is not of this time`);
    if (last && sortKeyOf(last) > sortKeyOf(event)) {
      yield found(eventId, `The event ${eventId} is out of order`);
    }
  }
};
