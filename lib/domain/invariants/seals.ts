import type { EventEvidence } from '../seals/evidence.ts';
import { verifyRecord } from '../seals/verify.ts';
import { iso, plusSeconds } from '../time.ts';
import { broken, type Check, type Invariant } from './invariant.ts';
import type { KeptEvent, KeptSeal, KeptSealing, Stored } from './stored.ts';

/** What comes too late for its own seal is found within an hour, and then sealed with the next period that is due. */
const LATE_SECONDS = 2 * 3600;

/** What is on record is what was sealed, once the chain has begun. */
export const seals: Invariant = {
  id: 'seals',
  title: 'Every event of the past is in exactly one seal as it was, and the seals are one chain without a gap',
  check: function* ({ audit, sealing }, now) {
    const { chain, seals: all } = sealing;
    yield chain !== undefined || all.length === 0 || broken([], 'There are seals, and no chain that they are of');
    if (chain === undefined) return;
    const findings = verifyRecord({
      seals: all,
      events: eventsOf(audit, sealing),
      whole: {
        range: {},
        takenAt: iso(now),
        newest: chain,
      },
      sealedBefore: earlier(chain.more ? chain.from : chain.to, iso(plusSeconds(now, -LATE_SECONDS))),
    });
    for (const { about, sentence } of findings) yield broken(about, sentence);
    yield* pointers(sealing);
    for (let sound = all.length + sealing.sealed.size - findings.length; sound > 0; sound -= 1) yield true;
  },
};

const earlier = (a: string, b: string): string => (Date.parse(a) < Date.parse(b) ? a : b);

/** Every event where the seals say that it is, and led there by its own leaf. */
const eventsOf = (audit: Stored['audit'], { seals: all, leaves }: KeptSealing): readonly EventEvidence[] => {
  const places = new Map(all.flatMap((seal) => seal.entries.map(({ eventId }, index) => [eventId, { seal, index }])));
  return [...audit]
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    .map((event) => evidenceOf(event, leaves.get(event.eventId), places.get(event.eventId)));
};

const sortKey = ({ timestamp, eventId }: KeptEvent): string => `${timestamp}#${eventId}`;

const evidenceOf = (
  { eventId, timestamp }: KeptEvent,
  leaf: string | undefined,
  place: { readonly seal: KeptSeal; readonly index: number } | undefined,
): EventEvidence => {
  if (place === undefined) return { eventId, timestamp };
  const { seal, index } = place;
  const root = seal.leaves[index] === leaf ? seal.recomputed.root : undefined;
  return { eventId, timestamp, seal: { sequence: seal.header.sequence, index, root } };
};

/** What says where an event is sealed agrees with the seals. */
const pointers = function* ({ seals: all, sealed }: KeptSealing): Iterable<Check> {
  const listed = new Set<string>();
  for (const { header, entries } of all) {
    for (const { eventId } of entries) {
      listed.add(eventId);
      if (sealed.get(eventId) === header.sequence) continue;
      yield broken(
        [eventId],
        `The event ${eventId} is in seal ${header.sequence}, and noted in ${sealed.get(eventId)}`,
      );
    }
  }
  for (const [eventId, sequence] of sealed) {
    if (!listed.has(eventId)) yield broken([eventId], `The event ${eventId} is noted in seal ${sequence}, and in none`);
  }
};
