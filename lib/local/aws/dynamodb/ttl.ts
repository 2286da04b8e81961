import { tableNamed } from './catalog.ts';
import type { Core } from './core.ts';
import { parseRequest } from './engine.ts';
import { isConditionFailure, validationError } from './errors.ts';
import { itemRows, ttlRow, within } from './keys.ts';
import { writeAlone } from './single-write.ts';
import { type Body, type Item, isItem, isRecord, keyOf, type Table } from './wire.ts';

const PAGE = 200;
// A time further back than five years is taken for a mistake, as AWS does.
const OLDEST_SECONDS = 5 * 365 * 24 * 3600;

/** UpdateTimeToLive. */
export async function updateTimeToLive(core: Core, body: Body): Promise<Body> {
  const table = tableNamed(core.catalog, String(body.TableName));
  const asked = body.TimeToLiveSpecification;
  const { AttributeName: attribute, Enabled: enabled } = isRecord(asked) ? asked : {};
  if (typeof attribute !== 'string' || attribute === '') {
    throw validationError("TimeToLiveSpecification needs the AttributeName of a table's time to live");
  }
  return core.lock(async () => {
    const current = await ttlAttribute(core, table);
    if (enabled === true && current !== undefined) throw validationError('TimeToLive is already enabled');
    if (enabled !== true && current === undefined) throw validationError('TimeToLive is already disabled');
    const key = ttlRow(table.TableName);
    await core.store.db.batch([enabled === true ? { type: 'put', key, value: attribute } : { type: 'del', key }]);
    return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: enabled === true } };
  });
}

/** DescribeTimeToLive. */
export async function describeTimeToLive(core: Core, body: Body): Promise<Body> {
  const attribute = await ttlAttribute(core, tableNamed(core.catalog, String(body.TableName)));
  const description = attribute
    ? { TimeToLiveStatus: 'ENABLED', AttributeName: attribute }
    : { TimeToLiveStatus: 'DISABLED' };
  return { TimeToLiveDescription: description };
}

/** Deletes the items of all tables whose time has passed; returns how many. */
export async function deleteExpired(core: Core): Promise<number> {
  let deleted = 0;
  for (const table of [...core.catalog.values()]) {
    const attribute = await ttlAttribute(core, table);
    if (attribute !== undefined) deleted += await deleteExpiredOf(core, table, attribute);
  }
  return deleted;
}

async function deleteExpiredOf(core: Core, table: Table, attribute: string): Promise<number> {
  const items = core.store.db.values(within(itemRows(table.TableName)));
  let deleted = 0;
  try {
    for (let page = await items.nextv(PAGE); page.length > 0; page = await items.nextv(PAGE)) {
      for (const item of page) {
        if (isItem(item) && isExpired(item, attribute, core.now()) && (await expire(core, table, item, attribute))) {
          deleted += 1;
        }
      }
    }
  } finally {
    await items.close();
  }
  return deleted;
}

function isExpired(item: Item, attribute: string, now: number): boolean {
  const seconds = Number(item[attribute]?.N);
  return seconds < now / 1000 && seconds > now / 1000 - OLDEST_SECONDS;
}

// The item is deleted only if it still is to expire then; it may have been written since it was listed.
async function expire(core: Core, table: Table, item: Item, attribute: string): Promise<boolean> {
  const expiry = item[attribute];
  const body = {
    TableName: table.TableName,
    Key: keyOf(item, table.KeySchema),
    ConditionExpression: '#expiry = :expiry',
    ExpressionAttributeNames: { '#expiry': attribute },
    ExpressionAttributeValues: { ':expiry': expiry },
  };
  const request = parseRequest('DeleteItem', body, core.store);
  try {
    await core.lock(() => writeAlone(core, { action: 'DeleteItem', table, request, expired: true }));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

async function ttlAttribute(core: Core, table: Table): Promise<string | undefined> {
  const attribute = await core.store.db.get(ttlRow(table.TableName));
  return typeof attribute === 'string' ? attribute : undefined;
}
