import { createKey, type Done, type Rows, type Store } from 'dynalite/db/index.js';
import type { Core } from './core.ts';
import { indexRows, itemRows } from './keys.ts';
import { tableReader } from './read-view.ts';
import { type Item, isItem, type Row, type Table } from './wire.ts';

/** A store whose writes stay in memory until they are taken as the rows of one batch. */
export type Overlay = {
  store: Store;
  /** The item under the key as this overlay sees it. */
  item(table: Table, key: Item): Promise<Item | undefined>;
  rows(): Row[];
};

/** Lays an empty overlay over the database. Reads fall through and are remembered. */
export function createOverlay(core: Pick<Core, 'store' | 'catalog'>): Overlay {
  const { store } = core;
  const seen = new Map<string, unknown>();
  const written = new Set<string>();

  async function read(key: string): Promise<unknown> {
    if (!seen.has(key)) seen.set(key, await store.db.get(key));
    return seen.get(key);
  }

  function write(key: string, value: unknown, done: Done): void {
    seen.set(key, value);
    written.add(key);
    queueMicrotask(done);
  }

  const rowsUnder = (prefix: string): Rows => ({
    lock: (_key, work) => work((done) => done),
    get: (key, done) => void read(prefix + key).then((value) => done(null, value), done),
    put: (key, value, done) => write(prefix + key, value, done),
    del: (key, done) => write(prefix + key, undefined, done),
    createValueStream: () => {
      throw new Error('A write never lists rows');
    },
  });

  return {
    store: {
      ...store,
      getTable: tableReader(core.catalog),
      getItemDb: (table) => rowsUnder(itemRows(table)),
      getIndexDb: (type, table, index) => rowsUnder(indexRows(type, table, index)),
    },
    item: async (table, key) => {
      const value = await read(itemRows(table.TableName) + createKey(key, table));
      return isItem(value) ? value : undefined;
    },
    rows: () =>
      [...written].map((key): Row => {
        const value = seen.get(key);
        return value === undefined ? { type: 'del', key } : { type: 'put', key, value };
      }),
  };
}
