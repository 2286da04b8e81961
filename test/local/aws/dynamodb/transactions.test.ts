import { type TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, openDynamo, TABLE } from './fixture.ts';

let fixture: Fixture;
let time = Date.parse('2026-01-01');

beforeEach(async () => {
  fixture = await openDynamo({ now: () => time });
});
afterEach(() => fixture.dynamo.close());

const key = (pk: string) => ({ pk, sk: 'x' });
const put = (pk: string, more: object = {}) => ({ Put: { TableName: TABLE, Item: { ...key(pk), ...more } } });

async function itemOf(pk: string) {
  const { Item } = await fixture.documents.send(
    new GetCommand({ TableName: TABLE, Key: key(pk), ConsistentRead: true }),
  );
  return Item;
}

type TransactItems = NonNullable<TransactWriteCommandInput['TransactItems']>;

async function cancellation(items: TransactItems): Promise<TransactionCanceledException> {
  const command = new TransactWriteCommand({ TransactItems: items });
  return fixture.documents.send(command).then(
    () => expect.fail('was not cancelled'),
    (error) => error,
  );
}

describe('A write transaction', () => {
  it('puts, updates, deletes and checks at once', async () => {
    await fixture.documents.send(new PutCommand({ TableName: TABLE, Item: { ...key('old'), n: 1 } }));
    await fixture.documents.send(new PutCommand({ TableName: TABLE, Item: { ...key('checked'), n: 1 } }));
    await fixture.documents.send(
      new TransactWriteCommand({
        TransactItems: [
          put('new', { n: 7 }),
          { Delete: { TableName: TABLE, Key: key('old') } },
          {
            Update: {
              TableName: TABLE,
              Key: key('counter'),
              UpdateExpression: 'ADD n :one',
              ExpressionAttributeValues: { ':one': 1 },
            },
          },
          { ConditionCheck: { TableName: TABLE, Key: key('checked'), ConditionExpression: 'attribute_exists(pk)' } },
        ],
      }),
    );
    expect(await itemOf('new')).toEqual({ ...key('new'), n: 7 });
    expect(await itemOf('old')).toBeUndefined();
    expect(await itemOf('counter')).toEqual({ ...key('counter'), n: 1 });
  });

  it('changes nothing when a condition fails, and says which one with the item that failed it', async () => {
    await fixture.documents.send(new PutCommand({ TableName: TABLE, Item: { ...key('taken'), n: 1 } }));
    const error = await cancellation([
      put('free'),
      {
        Put: {
          TableName: TABLE,
          Item: key('taken'),
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      { ConditionCheck: { TableName: TABLE, Key: key('absent'), ConditionExpression: 'attribute_exists(pk)' } },
    ]);
    expect(error.name).toBe('TransactionCanceledException');
    expect(error.message).toContain('[None, ConditionalCheckFailed, ConditionalCheckFailed]');
    expect(error.CancellationReasons).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { pk: { S: 'taken' }, sk: { S: 'x' }, n: { N: '1' } },
      },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ]);
    expect(await itemOf('free')).toBeUndefined();
  });

  it('names a key of the wrong shape and an impossible update as validation errors of their items', async () => {
    await fixture.documents.send(new PutCommand({ TableName: TABLE, Item: { ...key('text'), n: 'text' } }));
    const error = await cancellation([
      put('fine'),
      { Delete: { TableName: TABLE, Key: { pk: 'only' } } },
      {
        Update: {
          TableName: TABLE,
          Key: key('text'),
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
    ]);
    expect(error.CancellationReasons?.map(({ Code }) => Code)).toEqual(['None', 'ValidationError', 'ValidationError']);
    expect(await itemOf('fine')).toBeUndefined();
  });

  it.each<[string, TransactItems]>([
    ['no items', []],
    ['more than 100 items', Array.from({ length: 101 }, (_, n) => put(`p${n}`))],
    ['an item twice', [put('same'), { Delete: { TableName: TABLE, Key: key('same') } }]],
    ['two actions in one', [{ ...put('a'), Delete: { TableName: TABLE, Key: key('a') } }]],
    ['more than 4 MB', Array.from({ length: 11 }, (_, n) => put(`p${n}`, { text: 'x'.repeat(399_000) }))],
  ])('refuses %s', async (_what, items) => {
    expect((await cancellation(items)).name).toBe('ValidationException');
    expect((await fixture.documents.send(new ScanCommand({ TableName: TABLE }))).Count).toBe(0);
  });

  it('takes 100 items', async () => {
    const TransactItems = Array.from({ length: 100 }, (_, n) => put(`p${n}`));
    await fixture.documents.send(new TransactWriteCommand({ TransactItems }));
    expect((await fixture.documents.send(new ScanCommand({ TableName: TABLE }))).Count).toBe(100);
  });

  it('refuses an unknown table', async () => {
    const error = await cancellation([{ Put: { TableName: 'nowhere', Item: key('a') } }]);
    expect(error.name).toBe('ResourceNotFoundException');
  });

  it('admits exactly as many as a quota has left when a hundred ask at once', async () => {
    const attempts = Array.from({ length: 100 }, (_, n) =>
      fixture.documents.send(
        new TransactWriteCommand({
          TransactItems: [
            { ...put(`deployment-${n}`) },
            {
              Update: {
                TableName: TABLE,
                Key: key('quota'),
                UpdateExpression: 'ADD used :one',
                ConditionExpression: 'attribute_not_exists(used) OR used < :limit',
                ExpressionAttributeValues: { ':one': 1, ':limit': 10 },
              },
            },
          ],
        }),
      ),
    );
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await itemOf('quota')).toEqual({ ...key('quota'), used: 10 });
    expect((await fixture.documents.send(new ScanCommand({ TableName: TABLE }))).Count).toBe(11);
  });
});

describe('A client request token', () => {
  const add = (token: string, by = 1) =>
    new TransactWriteCommand({
      ClientRequestToken: token,
      ReturnConsumedCapacity: 'TOTAL',
      TransactItems: [
        {
          Update: {
            TableName: TABLE,
            Key: key('n'),
            UpdateExpression: 'ADD n :by',
            ExpressionAttributeValues: { ':by': by },
          },
        },
      ],
    });

  it('makes a repeated transaction succeed without a second effect, charged as a read', async () => {
    const first = await fixture.documents.send(add('t1'));
    const second = await fixture.documents.send(add('t1'));
    expect((await itemOf('n'))?.n).toBe(1);
    expect(first.ConsumedCapacity).toEqual([{ TableName: TABLE, CapacityUnits: 2, WriteCapacityUnits: 2 }]);
    expect(second.ConsumedCapacity).toEqual([{ TableName: TABLE, CapacityUnits: 2, ReadCapacityUnits: 2 }]);
  });

  it('refuses another transaction under the same token', async () => {
    await fixture.documents.send(add('t1'));
    await expect(fixture.documents.send(add('t1', 2))).rejects.toThrow(
      expect.objectContaining({ name: 'IdempotentParameterMismatchException' }),
    );
  });

  it('is forgotten after ten minutes', async () => {
    await fixture.documents.send(add('t1'));
    time += 10 * 60_000;
    await fixture.documents.send(add('t1', 2));
    await fixture.dynamo.sweep();
    expect((await itemOf('n'))?.n).toBe(3);
  });

  it('counts once when the same request arrives twice at the same time', async () => {
    await Promise.all([fixture.documents.send(add('t2')), fixture.documents.send(add('t2'))]);
    expect((await itemOf('n'))?.n).toBe(1);
  });

  it('reports a transaction that is still open as in progress', async () => {
    fixture.dynamo.faults.conflictWindow = { holdMs: 20 };
    const first = fixture.documents.send(add('t3'));
    await expect(fixture.documents.send(add('t3'))).rejects.toThrow(
      expect.objectContaining({ name: 'TransactionInProgressException' }),
    );
    await first;
  });
});

describe('A read transaction', () => {
  it('answers items in the order asked for, projected, with blanks for those absent', async () => {
    await fixture.documents.send(new TransactWriteCommand({ TransactItems: [put('a', { n: 1, m: 2 }), put('b')] }));
    const { Responses } = await fixture.documents.send(
      new TransactGetCommand({
        TransactItems: [
          { Get: { TableName: TABLE, Key: key('b') } },
          { Get: { TableName: TABLE, Key: key('absent') } },
          { Get: { TableName: TABLE, Key: key('a'), ProjectionExpression: 'n' } },
        ],
      }),
    );
    expect(Responses).toEqual([{ Item: key('b') }, {}, { Item: { n: 1 } }]);
  });

  it('never sees half of a write transaction', async () => {
    const write = (n: number) =>
      fixture.documents.send(new TransactWriteCommand({ TransactItems: [put('a', { n }), put('b', { n })] }));
    await write(0);
    const writes = Array.from({ length: 20 }, (_, n) => write(n));
    const reads = Array.from({ length: 20 }, () =>
      fixture.documents.send(
        new TransactGetCommand({
          TransactItems: ['a', 'b'].map((pk) => ({ Get: { TableName: TABLE, Key: key(pk) } })),
        }),
      ),
    );
    for (const { Responses } of await Promise.all(reads)) {
      expect(Responses?.[0]?.Item?.n).toBe(Responses?.[1]?.Item?.n);
    }
    await Promise.all(writes);
  });

  it('refuses an item twice', async () => {
    const get = { Get: { TableName: TABLE, Key: key('a') } };
    await expect(fixture.documents.send(new TransactGetCommand({ TransactItems: [get, get] }))).rejects.toThrow(
      'multiple operations on one item',
    );
  });

  it('leaves consistent batch reads to see a transaction as soon as it is answered', async () => {
    await fixture.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName: TABLE, Item: { pk: { S: 'a' }, sk: { S: 'x' } } } }],
      }),
    );
    const { Responses } = await fixture.documents.send(
      new BatchGetCommand({ RequestItems: { [TABLE]: { Keys: [key('a'), key('b')], ConsistentRead: true } } }),
    );
    expect(Responses?.[TABLE]).toEqual([key('a')]);
  });
});
