import { isDeepStrictEqual } from 'node:util';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { type Database, getIndexActions } from 'dynalite/db/index.js';
import type { Core } from './core.ts';
import { deleteRange } from './database.ts';
import { indexRows, itemRows, tableRow, within } from './keys.ts';
import { createTable, plannedTable } from './tables.ts';
import { type Index, isItem, type Row, type Table } from './wire.ts';

const PAGE = 200;

/** The input of CreateTable, as the SDK takes it. */
export type TableInput = CreateTableCommandInput;

/**
 * Creates the table, or brings an existing one up to the input: indexes that are new or differ are filled from the
 * items, those no longer wanted are emptied. Keys of the table itself cannot change. Throws if they would.
 */
export async function ensureTable(core: Core, input: TableInput): Promise<void> {
  const { TableName: name = '' } = input;
  const existing = core.catalog.get(name);
  if (!existing) {
    await createTable(core, { ...input });
    return;
  }
  const wanted = await plannedTable(core, { ...input });
  if (!isDeepStrictEqual(wanted.KeySchema, existing.KeySchema)) {
    throw new Error(`Table ${name} has other keys; its data must be removed first`);
  }
  await core.lock(() => reindex(core, existing, wanted));
}

type Kind = 'Global' | 'Local';

const indexesOf = (table: Table, kind: Kind): Index[] => table[`${kind}SecondaryIndexes`] ?? [];

async function reindex(core: Core, existing: Table, wanted: Table): Promise<void> {
  const { db } = core.store;
  const name = existing.TableName;
  for (const kind of ['Global', 'Local'] as const) {
    const stale = without(indexesOf(existing, kind), indexesOf(wanted, kind));
    for (const { IndexName } of stale) await deleteRange(db, within(indexRows(kind, name, IndexName)));
    await fill(db, wanted, kind, without(indexesOf(wanted, kind), indexesOf(existing, kind)));
  }
  // The description goes last: after a crash on the way all of this is done again.
  const { GlobalSecondaryIndexes: _global, LocalSecondaryIndexes: _local, ...kept } = existing;
  const table: Table = { ...wanted, ...kept, AttributeDefinitions: wanted.AttributeDefinitions };
  await db.batch([{ type: 'put', key: tableRow(name), value: table }]);
  core.catalog.set(name, table);
}

function without(indexes: Index[], others: Index[]): Index[] {
  const shape = ({ IndexName, KeySchema, Projection }: Index) => ({ IndexName, KeySchema, Projection });
  return indexes.filter((index) => !others.some((other) => isDeepStrictEqual(shape(index), shape(other))));
}

async function fill(db: Database, table: Table, kind: Kind, indexes: Index[]): Promise<void> {
  if (indexes.length === 0) return;
  const items = db.values(within(itemRows(table.TableName)));
  try {
    for (let page = await items.nextv(PAGE); page.length > 0; page = await items.nextv(PAGE)) {
      const entries = page.filter(isItem).flatMap((item) => getIndexActions(indexes, null, item, table).puts);
      const rows = entries.map(({ index, key, item }): Row => {
        return { type: 'put', key: indexRows(kind, table.TableName, index) + key, value: item };
      });
      await db.batch(rows);
    }
  } finally {
    await items.close();
  }
}
