import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Core, openCore } from '../../../../lib/local/aws/dynamodb/core.ts';
import { perform } from '../../../../lib/local/aws/dynamodb/operations.ts';
import { TABLE, tableInput } from './fixture.ts';

let core: Core;

beforeEach(async () => {
  core = await openCore({ now: Date.now });
  await perform(core, 'CreateTable', { ...tableInput() });
});
afterEach(() => core.store.db.close());

const item = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' }, gsi1pk: { S: 'all' }, gsi1sk: { S: pk } });

async function batchesOf(operation: string, body: Record<string, unknown>): Promise<string[][]> {
  const batch = vi.spyOn(core.store.db, 'batch');
  await perform(core, operation, body);
  // The first part of a row's key tells what kind of row it is.
  return batch.mock.calls.map(([rows]) => rows.map(({ key }) => key.split('~')[0] ?? '').sort());
}

it('A transaction, its index entries, stream records and request token go to disk in one batch', async () => {
  const TransactItems = ['a', 'b'].map((pk) => ({ Put: { TableName: TABLE, Item: item(pk) } }));
  expect(await batchesOf('TransactWriteItems', { TransactItems, ClientRequestToken: 'once' })).toEqual([
    ['index-global', 'index-global', `item-${TABLE}`, `item-${TABLE}`, 'stream', 'stream', 'stream-head', 'token'],
  ]);
});

it('So do a single write and a batch', async () => {
  const rows = ['index-global', `item-${TABLE}`, 'stream', 'stream-head'];
  expect(await batchesOf('PutItem', { TableName: TABLE, Item: item('a') })).toEqual([rows]);
  vi.restoreAllMocks();
  const RequestItems = { [TABLE]: [{ PutRequest: { Item: item('b') } }] };
  expect(await batchesOf('BatchWriteItem', { RequestItems })).toEqual([rows]);
});
