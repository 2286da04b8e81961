import type { AuditEvent } from '../../contract/audit.ts';
import type { EventLine } from '../../contract/seal.ts';
import type { Digest } from '../../domain/seals/digests.ts';
import { inclusionOf, type Seal } from '../../domain/seals/seal.ts';
import type { Store } from '../../ports/store.ts';

export type Proving = { readonly store: Pick<Store, 'readSealed' | 'readSeals'>; readonly digest: Digest };

/** Events with the way from each to the root of its seal, and those seals, in order. */
export type Proven = { readonly lines: readonly EventLine[]; readonly seals: readonly Seal[] };

/** Proves what is sealed by `lastSeal`; `known` are seals that are at hand. */
export const prove = async (
  { store, digest }: Proving,
  events: readonly AuditEvent[],
  { known, lastSeal }: { readonly known: readonly Seal[]; readonly lastSeal: number },
): Promise<Proven> => {
  const sealed = await store.readSealed(events.map(({ eventId }) => eventId));
  const wanted = [...new Set(sealed.values())].filter((sequence) => sequence <= lastSeal).sort((a, b) => a - b);
  const seals = new Map(known.map((seal) => [seal.header.sequence, seal]));
  const others = await store.readSeals(wanted.filter((sequence) => !seals.has(sequence)));
  for (const seal of others) seals.set(seal.header.sequence, seal);
  const lines = events.map((event): EventLine => {
    const seal = seals.get(sealed.get(event.eventId) ?? 0);
    const place = seal && inclusionOf(digest, seal, event.eventId);
    return { type: 'event', event, ...(place ? { seal: place } : {}) };
  });
  return { lines, seals: wanted.flatMap((sequence) => seals.get(sequence) ?? []) };
};
