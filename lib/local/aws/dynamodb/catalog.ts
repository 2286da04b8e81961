import type { Database } from 'dynalite/db/index.js';
import { exception } from './errors.ts';
import { TABLE_ROWS, within } from './keys.ts';
import { isRecord, type Table } from './wire.ts';

/** The tables there are, kept in memory and on disk by whoever creates or deletes one. */
export type Catalog = Map<string, Table>;

/** Reads the descriptions of all tables. */
export async function loadCatalog(db: Database): Promise<Catalog> {
  const tables = (await db.values(within(TABLE_ROWS)).all()).filter(isTable);
  return new Map(tables.map((table) => [table.TableName, table]));
}

/** The table of that name. Throws ResourceNotFoundException if there is none. */
export function tableNamed(catalog: Catalog, name: string): Table {
  const table = catalog.get(name);
  if (table) return table;
  throw exception('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}

function isTable(value: unknown): value is Table {
  return isRecord(value) && typeof value.TableName === 'string';
}
