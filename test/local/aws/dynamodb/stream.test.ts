import {
  BatchWriteCommand,
  DeleteCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Fixture, openDynamo, TABLE, tableInput } from './fixture.ts';

let fixture: Fixture;
let time: number;

beforeEach(async () => {
  time = Date.parse('2026-01-01T00:00:00Z');
  fixture = await openDynamo({ now: () => time });
});
afterEach(() => fixture.dynamo.close());

const key = (pk: string) => ({ pk, sk: 'x' });
const put = (pk: string, more: object = {}) =>
  fixture.documents.send(new PutCommand({ TableName: TABLE, Item: { ...key(pk), ...more } }));
const all = () => fixture.dynamo.stream(TABLE).read({ limit: 1000 });
const told = (records: DynamoDBRecord[]) => records.map((r) => `${r.eventName} ${r.dynamodb?.Keys?.pk?.S}`);

it('A record has the shape of a Lambda event', async () => {
  await put('a', { n: 1 });
  await put('a', { n: 2 });
  const [inserted, modified] = await all();
  const keys = { pk: { S: 'a' }, sk: { S: 'x' } };
  expect(inserted).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventSourceARN: expect.stringMatching(/^arn:aws:dynamodb:us-east-1:\d{12}:table\/plane\/stream\/2026-01-01T/),
    dynamodb: {
      ApproximateCreationDateTime: 1767225600,
      Keys: keys,
      NewImage: { ...keys, n: { N: '1' } },
      SequenceNumber: expect.stringMatching(/^\d{21}$/),
      SizeBytes: 9,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  });
  expect(modified?.eventName).toBe('MODIFY');
  expect(modified?.dynamodb?.OldImage).toEqual({ ...keys, n: { N: '1' } });
  expect(modified?.eventID).not.toBe(inserted?.eventID);
});

it('Every committed write appends records in the order of the commits, refused ones and those without effect none', async () => {
  await put('a');
  await put('a');
  await fixture.documents.send(
    new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName: TABLE, Item: key('b') } },
        { ConditionCheck: { TableName: TABLE, Key: key('a'), ConditionExpression: 'attribute_exists(pk)' } },
        {
          Update: {
            TableName: TABLE,
            Key: key('c'),
            UpdateExpression: 'SET n = :n',
            ExpressionAttributeValues: { ':n': 1 },
          },
        },
      ],
    }),
  );
  const refused = new TransactWriteCommand({
    TransactItems: [
      { Put: { TableName: TABLE, Item: key('never') } },
      { ConditionCheck: { TableName: TABLE, Key: key('a'), ConditionExpression: 'attribute_not_exists(pk)' } },
    ],
  });
  await expect(fixture.documents.send(refused)).rejects.toThrow('cancelled');
  await fixture.documents.send(
    new BatchWriteCommand({
      RequestItems: { [TABLE]: [{ PutRequest: { Item: key('d') } }, { DeleteRequest: { Key: key('b') } }] },
    }),
  );
  await fixture.documents.send(
    new UpdateCommand({
      TableName: TABLE,
      Key: key('a'),
      UpdateExpression: 'ADD n :n',
      ExpressionAttributeValues: { ':n': 1 },
    }),
  );
  await fixture.documents.send(new DeleteCommand({ TableName: TABLE, Key: key('d') }));
  await fixture.documents.send(new DeleteCommand({ TableName: TABLE, Key: key('absent') }));
  const records = await all();
  expect(told(records)).toEqual(['INSERT a', 'INSERT b', 'INSERT c', 'INSERT d', 'REMOVE b', 'MODIFY a', 'REMOVE d']);
  const sequences = records.map(({ dynamodb }) => dynamodb?.SequenceNumber);
  expect(sequences).toEqual([...sequences].sort());
});

it('Reading goes on after a sequence number', async () => {
  for (const pk of ['a', 'b', 'c']) await put(pk);
  const [first] = await all();
  const rest = await fixture.dynamo.stream(TABLE).read({ after: first?.dynamodb?.SequenceNumber, limit: 1 });
  expect(told(rest)).toEqual(['INSERT b']);
});

it('Records go after a day, but not before their consumers have taken them', async () => {
  for (const pk of ['a', 'b']) await put(pk);
  const [first] = await all();
  const { position } = fixture.dynamo.consumer(TABLE, 'events');
  await position.save(first?.dynamodb?.SequenceNumber ?? '');
  time += 23 * 3600_000;
  await put('c');
  expect((await fixture.dynamo.sweep()).trimmed).toBe(0);
  time += 3600_000;
  expect((await fixture.dynamo.sweep()).trimmed).toBe(1);
  const [second] = await all();
  await position.save(second?.dynamodb?.SequenceNumber ?? '');
  await fixture.dynamo.sweep();
  expect(told(await all())).toEqual(['INSERT c']);
});

it('Records go on request, and sequence numbers are never used again', async () => {
  await put('a');
  const [record] = await all();
  const last = record?.dynamodb?.SequenceNumber ?? '';
  expect(await fixture.dynamo.stream(TABLE).trim(last)).toBe(1);
  await put('b');
  const [next] = await all();
  expect(next?.dynamodb?.SequenceNumber?.localeCompare(last)).toBe(1);
});

it('A table without a stream keeps no log', async () => {
  const { StreamSpecification: _stream, ...quiet } = { ...tableInput(), TableName: 'quiet' };
  await fixture.dynamo.ensureTable(quiet);
  await fixture.documents.send(new PutCommand({ TableName: 'quiet', Item: key('a') }));
  expect(await fixture.dynamo.stream('quiet').read({ limit: 10 })).toEqual([]);
});
