import {
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fixture, openDynamo, TABLE } from './fixture.ts';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await openDynamo();
});
afterAll(() => fixture.dynamo.close());

const key = (pk: string) => ({ pk, sk: 'x' });
const kilobytes = (n: number) => 'é'.repeat(n * 512);

async function putUnits(Item: Record<string, unknown>) {
  const { ConsumedCapacity } = await fixture.documents.send(
    new PutCommand({ TableName: TABLE, Item, ReturnConsumedCapacity: 'INDEXES' }),
  );
  return ConsumedCapacity;
}

it('A write counts each started KB of the larger image, text measured in UTF-8', async () => {
  expect((await putUnits({ ...key('size'), text: kilobytes(3) }))?.CapacityUnits).toBe(4);
  expect((await putUnits({ ...key('size') }))?.CapacityUnits).toBe(4);
  expect((await putUnits({ ...key('size') }))?.CapacityUnits).toBe(1);
});

it('A write counts each index entry it adds, changes, moves or removes', async () => {
  const entry = { ...key('indexed'), gsi1pk: 'a', gsi1sk: '1', gsi2pk: 'b', gsi2sk: '1' };
  expect(await putUnits(entry)).toEqual({
    TableName: TABLE,
    CapacityUnits: 3,
    Table: { CapacityUnits: 1 },
    GlobalSecondaryIndexes: { gsi1: { CapacityUnits: 1 }, gsi2: { CapacityUnits: 1 } },
  });
  expect((await putUnits(entry))?.CapacityUnits).toBe(1);
  expect((await putUnits({ ...entry, note: 'changed' }))?.CapacityUnits).toBe(3);
  expect((await putUnits({ ...entry, note: 'changed', gsi1sk: '2' }))?.GlobalSecondaryIndexes).toEqual({
    gsi1: { CapacityUnits: 2 },
    gsi2: { CapacityUnits: 1 },
  });
  expect((await putUnits(key('indexed')))?.CapacityUnits).toBe(3);
});

it('A transaction counts double on the table, condition checks included', async () => {
  await putUnits({ ...key('checked'), text: kilobytes(1) });
  const { ConsumedCapacity } = await fixture.documents.send(
    new TransactWriteCommand({
      ReturnConsumedCapacity: 'INDEXES',
      TransactItems: [
        { Put: { TableName: TABLE, Item: { ...key('t1'), gsi1pk: 'a', gsi1sk: '1' } } },
        { ConditionCheck: { TableName: TABLE, Key: key('checked'), ConditionExpression: 'attribute_exists(pk)' } },
        { ConditionCheck: { TableName: TABLE, Key: key('none'), ConditionExpression: 'attribute_not_exists(pk)' } },
      ],
    }),
  );
  expect(ConsumedCapacity).toEqual([
    {
      TableName: TABLE,
      CapacityUnits: 9,
      WriteCapacityUnits: 9,
      Table: { CapacityUnits: 8, WriteCapacityUnits: 8 },
      GlobalSecondaryIndexes: { gsi1: { CapacityUnits: 1, WriteCapacityUnits: 1 } },
    },
  ]);
});

it('A read counts each started 4 KB: half, once when consistent, double in a transaction', async () => {
  await putUnits({ ...key('read'), text: 'x'.repeat(5000) });
  const get = async (ConsistentRead: boolean, pk = 'read') => {
    const input = { TableName: TABLE, Key: key(pk), ConsistentRead, ReturnConsumedCapacity: 'TOTAL' } as const;
    return (await fixture.documents.send(new GetCommand(input))).ConsumedCapacity?.CapacityUnits;
  };
  expect(await get(false)).toBe(1);
  expect(await get(true)).toBe(2);
  expect(await get(true, 'absent')).toBe(1);
  const { ConsumedCapacity } = await fixture.documents.send(
    new TransactGetCommand({
      ReturnConsumedCapacity: 'TOTAL',
      TransactItems: [
        { Get: { TableName: TABLE, Key: key('read'), ProjectionExpression: 'pk' } },
        { Get: { TableName: TABLE, Key: key('absent') } },
      ],
    }),
  );
  expect(ConsumedCapacity).toEqual([{ TableName: TABLE, CapacityUnits: 6, ReadCapacityUnits: 6 }]);
});

it('A query that finds nothing counts the least read', async () => {
  const { ConsumedCapacity } = await fixture.documents.send(
    new QueryCommand({
      TableName: TABLE,
      IndexName: 'gsi5',
      KeyConditionExpression: 'gsi5pk = :pk',
      ExpressionAttributeValues: { ':pk': 'nothing' },
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(ConsumedCapacity?.CapacityUnits).toBe(0.5);
});

it('A batch adds its writes up by table', async () => {
  const { ConsumedCapacity } = await fixture.documents.send(
    new BatchWriteCommand({
      ReturnConsumedCapacity: 'TOTAL',
      RequestItems: {
        [TABLE]: [
          { PutRequest: { Item: { ...key('b1'), gsi1pk: 'a', gsi1sk: '1' } } },
          { DeleteRequest: { Key: key('absent') } },
        ],
      },
    }),
  );
  expect(ConsumedCapacity).toEqual([{ TableName: TABLE, CapacityUnits: 3 }]);
});

it('Nothing is reported unless asked for', async () => {
  const { ConsumedCapacity } = await fixture.documents.send(
    new UpdateCommand({
      TableName: TABLE,
      Key: key('quiet'),
      UpdateExpression: 'ADD n :n',
      ExpressionAttributeValues: { ':n': 1 },
    }),
  );
  expect(ConsumedCapacity).toBeUndefined();
});
