import type { Page } from '../../contract/list.ts';
import { type ListName, writeCursor } from './cursor.ts';
import type { Database, Item } from './database.ts';
import type { ListPlace } from './index-entries.ts';
import { precedes } from './sort-order.ts';
import { createStrand, type Entry, type Strand, type Stretch } from './strand.ts';

export type Walk<Value> = {
  readonly list: ListName;
  /** Several are merged by sort key. */
  readonly places: readonly ListPlace[];
  readonly stretch: Omit<Stretch, 'pageSize'>;
  readonly limit: number;
  readonly parse: (item: Item) => Value;
  /** What no index answers; absent when the places hold nothing but what is wanted. */
  readonly filter?: ((value: Value) => boolean) | undefined;
};

/** A page costs at most so many queries in a row; it may then be short, with a cursor. */
const ROUNDS_MAX = 4;
/** Filtered walks look at more than they return. */
const FILTERED_PAGE = 100;
const SHARE_MIN = 10;

/** One more than wanted is looked at, so that a cursor means there is more; of many places, a share of each. */
const pageSizeOf = (limit: number, places: number, filtered: boolean): number => {
  const wanted = Math.max(limit + 1, filtered ? FILTERED_PAGE : 0);
  return places > 1 ? Math.max(SHARE_MIN, Math.ceil((2 * wanted) / places)) : wanted;
};

/** One page of a list. */
export const walk = async <Value>(database: Database, walking: Walk<Value>): Promise<Page<Value>> => {
  const { list, places, stretch, limit } = walking;
  const pageSize = pageSizeOf(limit, places.length, walking.filter !== undefined);
  const strands = places.map((place) => createStrand(database, place, { ...stretch, pageSize }));
  const found: { sortKey: string; value: Value }[] = [];
  for (let round = 0; round < ROUNDS_MAX && found.length <= limit; round += 1) {
    const empty = strands.filter(isDry);
    if (round > 0 && empty.length === 0) break;
    await Promise.all(empty.map((strand) => strand.readPage()));
    for (const { sortKey, item } of plait(strands, stretch.direction)) {
      const value = walking.parse(item);
      // One that moved between two places while they were read is in both.
      if (sortKey === found.at(-1)?.sortKey) continue;
      if (!walking.filter || walking.filter(value)) found.push({ sortKey, value });
      if (found.length > limit) break;
    }
  }
  const items = found.slice(0, limit).map(({ value }) => value);
  const position = found.length > limit ? found[limit - 1]?.sortKey : farthestRead(strands, stretch.direction);
  return position === undefined ? { items } : { items, nextCursor: writeCursor(list, position) };
};

/** Nothing left of what was read, and there may be more. */
const isDry = (strand: Strand): boolean => !strand.head && !strand.done;

/** Where the walk stands: every strand was read at least so far. `undefined` when all were read to their ends. */
const farthestRead = (strands: readonly Strand[], direction: Stretch['direction']): string | undefined =>
  strands
    .filter(isDry)
    .map(({ position }) => position)
    .reduce<string | undefined>(
      (first, next) => (first === undefined || precedes(direction, next, first) ? next : first),
      undefined,
    );

/** Takes entries in the order of the list, as far as no strand may still have one that comes before. */
function* plait(strands: readonly Strand[], direction: Stretch['direction']): Generator<Entry> {
  for (;;) {
    const next = strands
      .filter(({ head }) => head)
      .reduce<Strand | undefined>(
        (best, strand) =>
          best?.head && strand.head && !precedes(direction, strand.head.sortKey, best.head.sortKey) ? best : strand,
        undefined,
      );
    const entry = next?.head;
    if (!next || !entry) return;
    const known = farthestRead(strands, direction);
    if (known !== undefined && precedes(direction, known, entry.sortKey)) return;
    next.take();
    yield entry;
  }
}
