import type { ChainHead, Seal } from '../../domain/seals/seal.ts';
import type { Store } from '../../ports/store.ts';

/** Seals read at once, on the way back along the chain. */
const SEALS_AT_ONCE = 8;

/** The seals of a chain, newest first. */
export async function* backAlong(store: Pick<Store, 'readSeals'>, chain: ChainHead): AsyncGenerator<Seal> {
  for (let last = chain.sequence; last > 0; last -= SEALS_AT_ONCE) {
    const count = Math.min(SEALS_AT_ONCE, last);
    yield* await store.readSeals(Array.from({ length: count }, (_, index) => last - index));
  }
}

/** The ids of all events that were sealed of the time after this instant. */
export const sealedSince = async (
  store: Pick<Store, 'readSeals'>,
  chain: ChainHead,
  since: string,
): Promise<ReadonlySet<string>> => {
  const ids = new Set<string>();
  for await (const { header, entries } of backAlong(store, chain)) {
    // An event is in the seal of its time, or in a later one.
    if (Date.parse(header.to) <= Date.parse(since)) break;
    for (const { eventId } of entries) ids.add(eventId);
  }
  return ids;
};
