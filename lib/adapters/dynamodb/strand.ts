import type { Database, Item } from './database.ts';
import type { ListPlace } from './index-entries.ts';
import { monthBefore, monthOf } from './months.ts';
import { boundPast, type Direction, HIGHEST, LOWEST } from './sort-order.ts';
import { INDEX_SORT_KEY, SORT_KEY } from './table.ts';

/** The stretch of a list that is wanted; all strands of one walk share it. */
export type Stretch = {
  readonly direction: Direction;
  /** Sort keys, both included. */
  readonly from: string;
  readonly to: string;
  /** Nothing up to and including this one, in the order of the list. */
  readonly after: string | undefined;
  readonly pageSize: number;
  /** The months that may hold something; the oldest is asked for only when a walk comes so far. */
  readonly newestMonth: string;
  readonly oldestMonth: () => Promise<string>;
};

/** An item with its place in the list. */
export type Entry = { readonly sortKey: string; readonly item: Item };

/**
 * One source of a list, read page by page: a partition, or the partitions of one month after the other. A list of
 * several sources is plaited from several strands.
 */
export interface Strand {
  /** The next one that was read and is not taken yet. */
  readonly head: Entry | undefined;
  /** All was read. */
  readonly done: boolean;
  /** Everything up to and including this place was read. */
  readonly position: string;
  take(): void;
  readPage(): Promise<void>;
}

const firstMonthOf = ({ after, to, newestMonth }: Stretch): string => {
  const isMonth = after !== undefined && after === monthOf(after);
  const start = isMonth ? monthBefore(after) : monthOf(after ?? to);
  return start < newestMonth ? start : newestMonth;
};

const boundsAfter = ({ direction, from, to }: Stretch, position: string) => {
  const bound = boundPast(direction, position);
  return direction === 'descending' ? { from, to: bound < to ? bound : to } : { from: bound > from ? bound : from, to };
};

export const createStrand = (database: Database, place: ListPlace, stretch: Stretch): Strand => {
  const descending = stretch.direction === 'descending';
  const sortAttribute = place.index ? INDEX_SORT_KEY : SORT_KEY;
  const entries: Entry[] = [];
  let position = stretch.after ?? (descending ? HIGHEST : LOWEST);
  let month = firstMonthOf(stretch);
  let done = false;

  /** Nothing more in this partition: on to the month before, if that may hold something wanted. */
  const leavePartition = async () => {
    done = !place.monthly || month < stretch.from || month <= (await stretch.oldestMonth());
    position = month;
    month = monthBefore(month);
  };

  return {
    get head() {
      return entries[0];
    },
    get done() {
      return done;
    },
    get position() {
      return position;
    },
    take() {
      entries.shift();
    },
    async readPage() {
      const bounds = boundsAfter(stretch, position);
      if (bounds.from > bounds.to) {
        done = true;
        return;
      }
      const { index } = place;
      const partition = place.partition(month);
      const query = { partition, ...bounds, descending, limit: stretch.pageSize, ...(index ? { index } : {}) };
      const page = await database.query(query);
      entries.push(...page.items.map((item) => ({ sortKey: String(item[sortAttribute]), item })));
      if (page.last === undefined) await leavePartition();
      else position = page.last;
    },
  };
};
