import { tableNamed } from './catalog.ts';
import type { Core } from './core.ts';
import { deleteRange } from './database.ts';
import { parseRequest, runAction } from './engine.ts';
import { exception, validationError } from './errors.ts';
import { indexRows, itemRows, positionRows, streamHeadRow, streamRows, tableRow, ttlRow, within } from './keys.ts';
import { createOverlay } from './overlay.ts';
import { type Body, isRecord, type Table } from './wire.ts';

/** CreateTable. The table is ACTIVE when this answers. */
export async function createTable(core: Core, body: Body): Promise<Body> {
  const table = await plannedTable(core, body);
  const name = table.TableName;
  return core.lock(async () => {
    if (core.catalog.has(name)) throw exception('ResourceInUseException', `Table already exists: ${name}`);
    await core.store.db.batch([{ type: 'put', key: tableRow(name), value: table }]);
    core.catalog.set(name, table);
    return { TableDescription: table };
  });
}

/** The table a CreateTable request describes, without creating it. Throws if the request is wrong. */
export async function plannedTable(core: Core, body: Body): Promise<Table> {
  const request = parseRequest('CreateTable', body, core.store);
  const streamed = streamSpecification(body);
  const table = await described(core, request);
  return { ...table, ...(streamed && streamFields(table.TableArn, core.now(), streamed)) };
}

/** DescribeTable. */
export async function describeTable(core: Core, body: Body): Promise<Body> {
  return { Table: tableNamed(core.catalog, nameIn(body)) };
}

/** ListTables, in one page. */
export async function listTables(core: Core): Promise<Body> {
  return { TableNames: [...core.catalog.keys()].sort() };
}

/** DeleteTable, with its items, indexes and stream. */
export async function deleteTable(core: Core, body: Body): Promise<Body> {
  const table = tableNamed(core.catalog, nameIn(body));
  const name = table.TableName;
  return core.lock(async () => {
    // The description goes last: a crash on the way leaves a table that can be deleted again.
    for (const prefix of rowsOf(table)) await deleteRange(core.store.db, within(prefix));
    const keys = [ttlRow(name), streamHeadRow(name), tableRow(name)];
    await core.store.db.batch(keys.map((key) => ({ type: 'del', key })));
    core.catalog.delete(name);
    core.streams.forget(name);
    return { TableDescription: { ...table, TableStatus: 'DELETING' } };
  });
}

function rowsOf(table: Table): string[] {
  const name = table.TableName;
  const global = (table.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => indexRows('Global', name, IndexName));
  const local = (table.LocalSecondaryIndexes ?? []).map(({ IndexName }) => indexRows('Local', name, IndexName));
  return [itemRows(name), ...global, ...local, streamRows(name), positionRows(name)];
}

// dynalite puts the description as CREATING and again as ACTIVE from a timer; the overlay takes only the first.
async function described(core: Core, request: object): Promise<Table> {
  const { tableDb } = core.store;
  const overlay = createOverlay(core);
  const rows = overlay.store.getItemDb('new');
  const store = { ...core.store, tableDb: { ...tableDb, lock: rows.lock, get: rows.get, put: rows.put } };
  const { TableDescription: created } = await runAction('CreateTable', store, request);
  if (!isTable(created)) throw new Error('CreateTable gave no description');
  const { GlobalSecondaryIndexes: indexes, ...table } = created;
  const active = indexes?.map((index) => ({ ...index, IndexStatus: 'ACTIVE' }));
  return { ...table, TableStatus: 'ACTIVE', ...(active && { GlobalSecondaryIndexes: active }) };
}

function streamSpecification(body: Body): Table['StreamSpecification'] | undefined {
  const asked = body.StreamSpecification;
  if (!isRecord(asked) || asked.StreamEnabled !== true) return undefined;
  if (asked.StreamViewType === 'NEW_AND_OLD_IMAGES')
    return { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };
  throw validationError('Only streams of NEW_AND_OLD_IMAGES are supported here');
}

function streamFields(
  arn: string,
  now: number,
  specification: NonNullable<Table['StreamSpecification']>,
): Partial<Table> {
  const label = new Date(now).toISOString().slice(0, -1);
  return { StreamSpecification: specification, LatestStreamLabel: label, LatestStreamArn: `${arn}/stream/${label}` };
}

function nameIn(body: Body): string {
  const name = body.TableName;
  if (typeof name === 'string') return name;
  throw validationError("The parameter 'TableName' is required but was not present in the request");
}

function isTable(value: unknown): value is Table {
  return isRecord(value) && typeof value.TableArn === 'string' && Array.isArray(value.KeySchema);
}
