import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, openDynamo, padded, TABLE } from './fixture.ts';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await openDynamo();
});
afterAll(() => fixture.dynamo.close());

const put = (Item: Record<string, unknown>, more: object = {}) =>
  fixture.documents.send(new PutCommand({ TableName: TABLE, Item, ...more }));
const update = (pk: string, input: Omit<UpdateCommandInput, 'TableName' | 'Key'>) =>
  fixture.documents.send(
    new UpdateCommand({ TableName: TABLE, Key: { pk, sk: 'x' }, ReturnValues: 'ALL_NEW', ...input }),
  );
const failsItsCondition = expect.objectContaining({ name: 'ConditionalCheckFailedException' });

describe('Conditional updates', () => {
  it('count up to a limit', async () => {
    const take = () =>
      update('quota', {
        UpdateExpression: 'ADD used :one',
        ConditionExpression: 'attribute_not_exists(used) OR used < :limit',
        ExpressionAttributeValues: { ':one': 1, ':limit': 2 },
      });
    expect((await take()).Attributes?.used).toBe(1);
    expect((await take()).Attributes?.used).toBe(2);
    await expect(take()).rejects.toThrow(failsItsCondition);
  });

  it('admit holders of a slot up to its size, each once', async () => {
    await put({ pk: 'slots', sk: 'x', holders: {} });
    const hold = (id: string) =>
      update('slots', {
        UpdateExpression: 'SET holders.#id = :h',
        ConditionExpression: 'attribute_exists(pk) AND size(holders) < :limit AND attribute_not_exists(holders.#id)',
        ExpressionAttributeNames: { '#id': id },
        ExpressionAttributeValues: { ':h': { since: 1 }, ':limit': 2 },
      });
    await hold('dep-1');
    await expect(hold('dep-1')).rejects.toThrow(failsItsCondition);
    expect((await hold('dep-2')).Attributes?.holders).toEqual({ 'dep-1': { since: 1 }, 'dep-2': { since: 1 } });
    await expect(hold('dep-3')).rejects.toThrow(failsItsCondition);
  });

  it('hand a slot over in one step', async () => {
    await put({ pk: 'handover', sk: 'x', holders: { a: 1, c: 1 } });
    const { Attributes } = await update('handover', {
      UpdateExpression: 'REMOVE holders.#a SET holders.#b = :x',
      ExpressionAttributeNames: { '#a': 'a', '#b': 'b' },
      ExpressionAttributeValues: { ':x': 2 },
    });
    expect(Attributes?.holders).toEqual({ c: 1, b: 2 });
  });

  it('replace what has expired', async () => {
    const claim = (now: number, expiresAt: number) =>
      put(
        { pk: 'idempotency', sk: 'x', expiresAt },
        {
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now',
          ExpressionAttributeValues: { ':now': now },
        },
      );
    await claim(100, 200);
    await expect(claim(150, 250)).rejects.toThrow(failsItsCondition);
    await claim(201, 300);
  });

  it('answer with the item that failed the condition when asked to', async () => {
    await put({ pk: 'lane', sk: 'x', version: 3 });
    const key = { TableName: TABLE, Key: { pk: 'lane', sk: 'x' } };
    const condition = {
      ConditionExpression: 'version = :v',
      ExpressionAttributeValues: { ':v': 2 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    } as const;
    const refused = [
      put({ pk: 'lane', sk: 'x' }, condition),
      fixture.documents.send(new UpdateCommand({ ...key, ...condition, UpdateExpression: 'REMOVE version' })),
      fixture.documents.send(new DeleteCommand({ ...key, ...condition })),
    ];
    for (const attempt of refused) {
      const error = await attempt.then(
        () => expect.fail('was not refused'),
        (reason) => reason,
      );
      expect(error).toBeInstanceOf(ConditionalCheckFailedException);
      expect(error.Item).toEqual({ pk: { S: 'lane' }, sk: { S: 'x' }, version: { N: '3' } });
    }
    const { ReturnValuesOnConditionCheckFailure: _wish, ...silent } = condition;
    await expect(put({ pk: 'lane', sk: 'x' }, silent)).rejects.toThrow(
      expect.not.objectContaining({ Item: expect.anything() }),
    );
  });
});

it('Comparing with a map, list or set is refused rather than answered wrongly', async () => {
  for (const value of [{ a: 1 }, [1], new Set(['a'])]) {
    const condition = {
      ConditionExpression: 'attribute_exists(pk) AND NOT holders = :value',
      ExpressionAttributeValues: { ':value': value },
    };
    await expect(put({ pk: 'deep', sk: 'x' }, condition)).rejects.toThrow('not supported');
  }
});

describe('Queries', () => {
  beforeAll(async () => {
    const items = Array.from({ length: 24 }, (_, n) => ({
      pk: 'list',
      sk: `${n < 20 ? 'D' : 'E'}#${padded(n)}`,
      gsi1pk: `half-${n % 2}`,
      gsi1sk: padded(n),
      gsi8pk: 'all',
      gsi8sk: padded(99 - n),
    }));
    await fixture.documents.send(
      new BatchWriteCommand({ RequestItems: { [TABLE]: items.map((Item) => ({ PutRequest: { Item } })) } }),
    );
  });

  const query = async (input: object) => {
    const answer = await fixture.documents.send(
      new QueryCommand({ TableName: TABLE, KeyConditionExpression: 'pk = :pk', ...input }),
    );
    return { ...answer, keys: answer.Items?.map(({ sk }) => sk) };
  };

  it('find by prefix, newest first, page by page', async () => {
    const input = {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': 'list', ':prefix': 'D#' },
      ScanIndexForward: false,
      Limit: 15,
    };
    const first = await query(input);
    expect(first.keys?.slice(0, 2)).toEqual(['D#19', 'D#18']);
    const second = await query({ ...input, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(second.keys).toEqual(['D#04', 'D#03', 'D#02', 'D#01', 'D#00']);
    expect(second.LastEvaluatedKey).toBeUndefined();
  });

  it('continue before a cursor', async () => {
    const { keys } = await query({
      KeyConditionExpression: 'pk = :pk AND sk < :cursor',
      ExpressionAttributeValues: { ':pk': 'list', ':cursor': 'D#03' },
      ScanIndexForward: false,
    });
    expect(keys).toEqual(['D#02', 'D#01', 'D#00']);
  });

  it('read each of several overloaded indexes', async () => {
    const odd = await query({
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': 'half-1', ':from': '03', ':to': '07' },
    });
    expect(odd.keys).toEqual(['D#03', 'D#05', 'D#07']);
    const reversed = await query({
      IndexName: 'gsi8',
      KeyConditionExpression: 'gsi8pk = :pk',
      ExpressionAttributeValues: { ':pk': 'all' },
      Limit: 2,
    });
    expect(reversed.keys).toEqual(['E#23', 'E#22']);
    expect(reversed.Items?.[0]).toMatchObject({ gsi1pk: 'half-1', gsi8pk: 'all' });
  });

  it('page through an index whose entries share their sort key', async () => {
    for (const n of [1, 2, 3, 4, 5]) await put({ pk: `tie-${n}`, sk: 'x', gsi2pk: 'tie', gsi2sk: 'same' });
    const found: unknown[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const page = await query({
        IndexName: 'gsi2',
        KeyConditionExpression: 'gsi2pk = :pk',
        ExpressionAttributeValues: { ':pk': 'tie' },
        Limit: 2,
        ExclusiveStartKey,
      });
      found.push(...(page.Items ?? []).map(({ pk }) => pk));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    expect(found.sort()).toEqual(['tie-1', 'tie-2', 'tie-3', 'tie-4', 'tie-5']);
  });

  it('lose an item from an index when its index key is removed', async () => {
    await put({ pk: 'sparse', sk: 'x', gsi3pk: 'in-flight', gsi3sk: '1' });
    const inFlight = () =>
      query({
        IndexName: 'gsi3',
        KeyConditionExpression: 'gsi3pk = :pk',
        ExpressionAttributeValues: { ':pk': 'in-flight' },
      });
    expect((await inFlight()).Count).toBe(1);
    await update('sparse', { UpdateExpression: 'REMOVE gsi3pk, gsi3sk' });
    expect((await inFlight()).Count).toBe(0);
  });
});

it('Batches refuse an item twice and write nothing', async () => {
  const request = { PutRequest: { Item: { pk: 'twice', sk: 'x' } } };
  await expect(
    fixture.documents.send(new BatchWriteCommand({ RequestItems: { [TABLE]: [request, request] } })),
  ).rejects.toThrow('duplicates');
  const { Item } = await fixture.documents.send(new GetCommand({ TableName: TABLE, Key: { pk: 'twice', sk: 'x' } }));
  expect(Item).toBeUndefined();
});
