import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, openDynamo, TABLE } from './fixture.ts';

let fixture: Fixture;
let time: number;
let letGo: () => void;
let opened: Promise<void>;

beforeEach(async () => {
  time = Date.parse('2026-01-01');
  // Held transactions stay open until let go, so that no test depends on the clock.
  const held = Promise.withResolvers<void>();
  const opening = Promise.withResolvers<void>();
  letGo = held.resolve;
  opened = opening.promise;
  const sleep = () => {
    opening.resolve();
    return held.promise;
  };
  fixture = await openDynamo({ now: () => time, faults: {}, sleep });
});
afterEach(() => {
  letGo();
  return fixture.dynamo.close();
});

const key = (pk: string) => ({ pk, sk: 'x' });
const put = (pk: string, more: object = {}) => new PutCommand({ TableName: TABLE, Item: { ...key(pk), ...more } });
const get = (pk: string) => fixture.documents.send(new GetCommand({ TableName: TABLE, Key: key(pk) }));
const check = (pk: string) => ({
  ConditionCheck: { TableName: TABLE, Key: key(pk), ConditionExpression: 'attribute_not_exists(pk)' },
});
const transaction = (...items: NonNullable<TransactWriteCommandInput['TransactItems']>) =>
  new TransactWriteCommand({ TransactItems: items });
const putIn = (pk: string) => ({ Put: { TableName: TABLE, Item: key(pk) } });

async function failureOf(attempt: Promise<unknown>): Promise<Error> {
  return attempt.then(
    () => expect.fail('did not fail'),
    (error) => error,
  );
}

async function codesOf(attempt: Promise<unknown>) {
  const error = await failureOf(attempt);
  const isCancellation = (e: Error): e is TransactionCanceledException => e.name === 'TransactionCanceledException';
  return isCancellation(error) ? error.CancellationReasons?.map(({ Code }) => Code) : error.name;
}

describe('While a transaction is held open', () => {
  let open: Promise<unknown>;

  beforeEach(async () => {
    fixture.dynamo.faults.conflictWindow = { holdMs: 50 };
    open = fixture.documents.send(transaction(putIn('a'), check('checked')));
    await opened;
  });

  it('another one on its items is cancelled for the conflict, condition checks included', async () => {
    expect(await codesOf(fixture.documents.send(transaction(putIn('free'), putIn('a'))))).toEqual([
      'None',
      'TransactionConflict',
    ]);
    expect(await codesOf(fixture.documents.send(transaction(check('checked'))))).toEqual(['TransactionConflict']);
    letGo();
    await open;
    await fixture.documents.send(transaction({ Delete: { TableName: TABLE, Key: key('a') } }));
  });

  it('single writes of its items conflict, others and reads do not', async () => {
    const { documents } = fixture;
    const update = { TableName: TABLE, Key: key('a'), UpdateExpression: 'REMOVE n' };
    const writes = [
      documents.send(put('a')),
      documents.send(new DeleteCommand({ TableName: TABLE, Key: key('checked') })),
      documents.send(new UpdateCommand(update)),
    ];
    for (const write of writes) expect((await failureOf(write)).name).toBe('TransactionConflictException');
    await fixture.documents.send(put('b'));
    expect((await get('a')).Item).toBeUndefined();
  });

  it('read transactions of its items conflict and batch writes leave them unprocessed', async () => {
    const read = new TransactGetCommand({ TransactItems: [{ Get: { TableName: TABLE, Key: key('a') } }] });
    expect(await codesOf(fixture.documents.send(read))).toEqual(['TransactionConflict']);
    const { UnprocessedItems } = await fixture.documents.send(
      new BatchWriteCommand({
        RequestItems: { [TABLE]: [{ PutRequest: { Item: key('a') } }, { PutRequest: { Item: key('b') } }] },
      }),
    );
    expect(UnprocessedItems).toEqual({ [TABLE]: [{ PutRequest: { Item: key('a') } }] });
  });
});

it('Conflicts strike writes and transactions at the rate asked for', async () => {
  const tosses = [0.4, 0.9, 0.4, 0.6, 0.9];
  Object.assign(fixture.dynamo.faults, { conflictRate: 0.5, random: () => tosses.shift() ?? 0.9 });
  expect((await failureOf(fixture.documents.send(put('a')))).name).toBe('TransactionConflictException');
  await fixture.documents.send(put('a'));
  expect(await codesOf(fixture.documents.send(transaction(putIn('b'), putIn('c'))))).toEqual([
    'None',
    'TransactionConflict',
  ]);
  await fixture.documents.send(transaction(putIn('b'), putIn('c')));
});

it('Throttling refuses single requests, names a reason in transactions and leaves batches unprocessed', async () => {
  await fixture.documents.send(put('a'));
  Object.assign(fixture.dynamo.faults, { throttleRate: 1, random: () => 0 });
  const throttled = 'ProvisionedThroughputExceededException';
  const query = new QueryCommand({
    TableName: TABLE,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': 'a' },
  });
  expect((await failureOf(get('a'))).name).toBe(throttled);
  expect((await failureOf(fixture.documents.send(query))).name).toBe(throttled);
  expect((await failureOf(fixture.documents.send(put('b')))).name).toBe(throttled);
  expect(await codesOf(fixture.documents.send(transaction(putIn('b'))))).toEqual(['ThrottlingError']);

  const tosses = [0.9, 0];
  fixture.dynamo.faults.throttleRate = 0.5;
  fixture.dynamo.faults.random = () => tosses.shift() ?? 0.9;
  const { Responses, UnprocessedKeys } = await fixture.documents.send(
    new BatchGetCommand({ RequestItems: { [TABLE]: { Keys: [key('a'), key('b')], ConsistentRead: true } } }),
  );
  expect(Responses).toEqual({ [TABLE]: [key('a')] });
  expect(UnprocessedKeys).toEqual({ [TABLE]: { Keys: [key('b')], ConsistentRead: true } });
});

it('Internal errors come before or after a write took effect', async () => {
  const tosses = [0, 0.9, 0, 0];
  Object.assign(fixture.dynamo.faults, { internalErrorRate: 0.5, random: () => tosses.shift() ?? 0.9 });
  expect((await failureOf(fixture.documents.send(put('before')))).name).toBe('InternalServerError');
  expect((await failureOf(fixture.documents.send(put('after')))).name).toBe('InternalServerError');
  expect((await get('before')).Item).toBeUndefined();
  expect((await get('after')).Item).toEqual(key('after'));
});

it('A lagging index shows additions, moves and removals only later, in order; items show at once', async () => {
  const entry = (n: string) => ({ gsi1pk: 'list', gsi1sk: n });
  await fixture.documents.send(put('removed', entry('1')));
  await fixture.documents.send(put('moved', entry('2')));
  fixture.dynamo.faults.gsiLagMs = 1000;
  await fixture.documents.send(new DeleteCommand({ TableName: TABLE, Key: key('removed') }));
  await fixture.documents.send(put('moved', entry('5')));
  await fixture.documents.send(put('added', entry('3')));
  await fixture.documents.send(put('added', entry('4')));
  const listed = async (more: object = {}) => {
    const { Items } = await fixture.documents.send(
      new QueryCommand({
        TableName: TABLE,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': 'list' },
        ...more,
      }),
    );
    return Items?.map(({ pk, gsi1sk }) => `${pk}${gsi1sk}`);
  };
  expect(await listed()).toEqual(['removed1', 'moved2']);
  expect(await listed({ ScanIndexForward: false, Limit: 1 })).toEqual(['moved2']);
  expect((await get('removed')).Item).toBeUndefined();
  time += 1000;
  expect(await listed()).toEqual(['added4', 'moved5']);
});

it('Nothing of that ever happens by default', async () => {
  const work = Array.from({ length: 60 }, (_, n) => [
    fixture.documents.send(transaction(putIn('same'), putIn(`own-${n}`))),
    fixture.documents.send(put('same')),
    get('same'),
  ]).flat();
  await Promise.all(work);
  const { Count } = await fixture.documents.send(new ScanCommand({ TableName: TABLE }));
  expect(Count).toBe(61);
});
