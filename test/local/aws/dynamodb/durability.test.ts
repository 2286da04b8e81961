import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand, ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbeddedDynamo } from '../../../../lib/local/aws/dynamodb/embedded.ts';
import { pollStream } from '../../../../lib/local/aws/dynamodb/event-source.ts';
import { type Fixture, openDynamo, TABLE, tableInput } from './fixture.ts';

let path: string;
let fixture: Fixture | undefined;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'dynamodb-'));
});
afterEach(async () => {
  await fixture?.dynamo.close();
  fixture = undefined;
  await rm(path, { recursive: true });
});

async function reopen(): Promise<Fixture> {
  await fixture?.dynamo.close();
  fixture = await openDynamo({ path });
  return fixture;
}

const put = (pk: string) => new PutCommand({ TableName: TABLE, Item: { pk, sk: 'x', gsi1pk: 'all', gsi1sk: pk } });
const indexed = (IndexName: string) =>
  new QueryCommand({
    TableName: TABLE,
    IndexName,
    KeyConditionExpression: `${IndexName}pk = :pk`,
    ExpressionAttributeValues: { ':pk': 'all' },
  });

describe('Closing and opening again', () => {
  it('keeps items, indexes, time to live, request tokens and the stream', async () => {
    const first = await reopen();
    const transaction = new TransactWriteCommand({
      ClientRequestToken: 'token',
      TransactItems: [
        {
          Update: {
            TableName: TABLE,
            Key: { pk: 'n', sk: 'x' },
            UpdateExpression: 'ADD n :n',
            ExpressionAttributeValues: { ':n': 1 },
          },
        },
      ],
    });
    await first.documents.send(put('a'));
    await first.documents.send(transaction);
    const ttl = { TableName: TABLE, TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } };
    await first.client.send(new UpdateTimeToLiveCommand(ttl));
    const before = await first.dynamo.stream(TABLE).read({ limit: 10 });

    const second = await reopen();
    await second.documents.send(transaction);
    const { Items } = await second.documents.send(new ScanCommand({ TableName: TABLE }));
    expect(Items).toContainEqual({ pk: 'n', sk: 'x', n: 1 });
    expect((await second.documents.send(indexed('gsi1'))).Items?.map(({ pk }) => pk)).toEqual(['a']);
    await expect(second.client.send(new UpdateTimeToLiveCommand(ttl))).rejects.toThrow('already enabled');
    expect(await second.dynamo.stream(TABLE).read({ limit: 10 })).toEqual(before);
    await second.documents.send(put('b'));
    const after = await second.dynamo.stream(TABLE).read({ limit: 10 });
    expect(after.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).toEqual(['a', 'n', 'b']);
  });

  it('keeps how far a consumer has come', async () => {
    const seen: unknown[] = [];
    for (const pk of ['a', 'b', 'c']) {
      const { dynamo, documents } = await reopen();
      await documents.send(put(pk));
      const mapping = pollStream({
        stream: dynamo.stream(TABLE),
        ...dynamo.consumer(TABLE, 'events'),
        deliver: async (batch) => seen.push(...batch.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)),
      });
      await mapping.drained();
      await mapping.stop();
    }
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('waits for the writes under way', async () => {
    const { documents, dynamo } = await reopen();
    const writes = ['a', 'b', 'c'].map((pk) => documents.send(put(pk)));
    await expect.poll(() => dynamo.stream(TABLE).read({ limit: 1 })).toHaveLength(1);
    await dynamo.close();
    const settled = await Promise.allSettled(writes);
    const { documents: again } = await reopen();
    const { Count } = await again.send(new ScanCommand({ TableName: TABLE }));
    expect(Count).toBe(settled.filter(({ status }) => status === 'fulfilled').length);
  });

  it('refuses a directory that is in use', async () => {
    await reopen();
    await expect(createEmbeddedDynamo({ path, now: Date.now })).rejects.toThrow('another plane');
  });
});

describe('Bringing a table up to date', () => {
  it('fills new and changed indexes and empties dropped ones, without touching items', async () => {
    const { dynamo, documents } = await reopen();
    await dynamo.ensureTable({ ...tableInput([1]), TableName: 'growing' });
    const Item = { pk: 'a', sk: 'x', gsi1pk: 'all', gsi1sk: 'a', gsi2pk: 'all', gsi2sk: 'a' };
    await documents.send(new PutCommand({ TableName: 'growing', Item }));
    const on = (index: string) => documents.send(new QueryCommand({ ...indexed(index).input, TableName: 'growing' }));
    await dynamo.ensureTable({ ...tableInput([1, 2]), TableName: 'growing' });
    expect((await on('gsi2')).Items).toEqual([Item]);
    await dynamo.ensureTable({ ...tableInput([2]), TableName: 'growing' });
    await expect(on('gsi1')).rejects.toThrow('does not have the specified index');
    await dynamo.ensureTable({ ...tableInput([1, 2]), TableName: 'growing' });
    expect((await on('gsi1')).Items).toEqual([Item]);
    const { Items } = await documents.send(new ScanCommand({ TableName: 'growing' }));
    expect(Items).toEqual([Item]);
  });

  it('refuses other keys', async () => {
    const { dynamo } = await reopen();
    const other = { ...tableInput(), KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }] };
    await expect(dynamo.ensureTable(other)).rejects.toThrow('other keys');
  });
});

// The kill comes a little after an answer, in the midst of the next commits.
async function killedWriter(delayMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'endless-writer.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const answered: string[] = [];
  for await (const group of createInterface({ input: child.stdout })) {
    if (answered.push(group) === 50) setTimeout(() => child.kill('SIGKILL'), delayMs);
  }
  await exited;
  return answered;
}

it('A killed process leaves whole transactions only, and every answered one', async () => {
  const answered = [...(await killedWriter(1)), ...(await killedWriter(4)), ...(await killedWriter(7))];
  const { dynamo, documents } = await reopen();
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: TABLE }));
  const groups = Map.groupBy(Items, ({ pk }) => pk);
  expect(answered.filter((group) => !groups.has(group))).toEqual([]);
  expect([...groups.values()].every(({ length }) => length === 8)).toBe(true);
  const { Count } = await documents.send(new ScanCommand({ TableName: TABLE, IndexName: 'gsi1' }));
  expect(Count).toBe(Items.length);
  const inserted = (await dynamo.stream(TABLE).read({ limit: 100_000 })).filter(
    ({ eventName }) => eventName === 'INSERT',
  );
  expect(inserted).toHaveLength(Items.length);
});
