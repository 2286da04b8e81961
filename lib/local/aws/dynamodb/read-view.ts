import { Readable } from 'node:stream';
import type { Database, Done, Rows, Store } from 'dynalite/db/index.js';
import { type Catalog, tableNamed } from './catalog.ts';
import type { Core } from './core.ts';
import { indexRows, itemRows } from './keys.ts';
import type { Range, Table } from './wire.ts';

const PAGE = 100;

/** The table look-up in the form dynalite's actions call it. */
export function tableReader(catalog: Catalog): Store['getTable'] {
  return (name: string, done: Done<Table>) => {
    try {
      done(null, tableNamed(catalog, name));
    } catch (error) {
      done(error);
    }
  };
}

/**
 * A store for reads. It lists rows by an iterator that is always closed (dynalite's own stays open and pins a
 * snapshot), and shows indexes as they were while they lag.
 */
export function createReadView(core: Pick<Core, 'store' | 'catalog' | 'lag'>): Store {
  const { store, catalog, lag } = core;
  const rowsUnder = (rows: Rows, prefix: string, past: () => Map<string, unknown>): Rows => ({
    ...rows,
    createValueStream: (range) => Readable.from(listed(store.db, prefixed(range, prefix), past())),
  });
  return {
    ...store,
    getTable: tableReader(catalog),
    getItemDb: (table) => rowsUnder(store.getItemDb(table), itemRows(table), () => new Map()),
    getIndexDb: (type, table, index) =>
      rowsUnder(store.getIndexDb(type, table, index), indexRows(type, table, index), () => lag.past(type)),
  };
}

function prefixed(range: Range, prefix: string): Range {
  const { gt, gte, lt, lte, limit, reverse = false } = range;
  const lower = gt === undefined ? { gte: prefix + (gte ?? '') } : { gt: prefix + gt };
  const upper = lt === undefined ? { lte: prefix + (lte ?? '\uffff') } : { lt: prefix + lt };
  return { ...lower, ...upper, reverse, limit: limit ?? -1 };
}

async function* listed(db: Database, range: Range, past: Map<string, unknown>): AsyncGenerator<unknown> {
  const changed = [...past].filter(([key]) => contains(range, key));
  if (changed.length > 0) {
    yield* await asItWas(db, range, changed);
    return;
  }
  const values = db.values(range);
  try {
    for (let page = await values.nextv(PAGE); page.length > 0; page = await values.nextv(PAGE)) yield* page;
  } finally {
    await values.close();
  }
}

async function asItWas(db: Database, range: Range, changed: [string, unknown][]): Promise<unknown[]> {
  const rows = new Map(await db.iterator({ ...range, limit: -1 }).all());
  for (const [key, value] of changed) {
    if (value === undefined) rows.delete(key);
    else rows.set(key, value);
  }
  const ordered = [...rows]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([, value]) => value);
  if (range.reverse) ordered.reverse();
  return range.limit === undefined || range.limit < 0 ? ordered : ordered.slice(0, range.limit);
}

function contains({ gt, gte, lt, lte }: Range, key: string): boolean {
  return (
    (gt === undefined || key > gt) &&
    (gte === undefined || key >= gte) &&
    (lt === undefined || key < lt) &&
    (lte === undefined || key <= lte)
  );
}
