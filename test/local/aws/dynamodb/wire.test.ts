import { createServer, type Server } from 'node:http';
import { DeleteTableCommand, DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exception } from '../../../../lib/local/aws/dynamodb/errors.ts';
import type { ProtocolRequest } from '../../../../lib/local/aws/dynamodb/protocol.ts';
import { clientsOf, type Fixture, openDynamo, TABLE, tableInput } from './fixture.ts';

let fixture: Fixture;
let server: Server;
let endpoint: string;
let requests: ProtocolRequest[];
let refused: boolean;

beforeEach(async () => {
  requests = [];
  refused = false;
  fixture = await openDynamo({
    authorize(request) {
      requests.push(request);
      if (refused) throw exception('AccessDeniedException', 'Not yours');
    },
  });
  server = createServer(fixture.dynamo.handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await fixture.dynamo.close();
});

const post = (target: string, body: string) =>
  fetch(endpoint, { method: 'POST', body, headers: { 'x-amz-target': `DynamoDB_20120810.${target}` } });

describe('Over HTTP', () => {
  it('the SDK works as it does in the process, on the same data', async () => {
    const { documents, client } = clientsOf({ endpoint });
    await documents.send(
      new PutCommand({ TableName: TABLE, Item: { pk: 'ä', sk: 'x', bytes: new Uint8Array([1, 2]) } }),
    );
    const { Item } = await fixture.documents.send(new GetCommand({ TableName: TABLE, Key: { pk: 'ä', sk: 'x' } }));
    expect(Item).toEqual({ pk: 'ä', sk: 'x', bytes: new Uint8Array([1, 2]) });
    const put = new PutCommand({
      TableName: TABLE,
      Item: { pk: 'ä', sk: 'x' },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    await expect(documents.send(put)).rejects.toThrow('The conditional request failed');
    client.destroy();
  });

  it('a request that is no JSON or no operation is refused', async () => {
    const garbled = await post('GetItem', '{');
    expect(garbled.status).toBe(400);
    expect(await garbled.json()).toMatchObject({ __type: expect.stringContaining('SerializationException') });
    const unknown = await post('DropEverything', '{}');
    expect(unknown.status).toBe(400);
    expect(await unknown.json()).toMatchObject({ __type: expect.stringContaining('UnknownOperationException') });
    expect((await post('toString', '{}')).status).toBe(400);
  });

  it('a request of more than 16 MB is refused', async () => {
    expect((await post('PutItem', 'x'.repeat(17_000_000))).status).toBe(413);
  });
});

it('Requests from outside may be refused by whoever authorizes them', async () => {
  const get = () => fixture.documents.send(new GetCommand({ TableName: TABLE, Key: { pk: 'a', sk: 'x' } }));
  await get();
  expect(requests.at(-1)?.target).toBe('DynamoDB_20120810.GetItem');
  expect(requests.at(-1)?.headers.authorization).toContain('AWS4-HMAC-SHA256');
  expect(JSON.parse(requests.at(-1)?.body ?? '')).toMatchObject({ TableName: TABLE });
  refused = true;
  await expect(get()).rejects.toThrow(expect.objectContaining({ name: 'AccessDeniedException', message: 'Not yours' }));
});

it('A client may give up waiting; its write happens all the same', async () => {
  const { dynamo, documents } = fixture;
  dynamo.faults.conflictWindow = { holdMs: 30 };
  const items = [{ Put: { TableName: TABLE, Item: { pk: 'late', sk: 'x' } } }];
  const abortSignal = AbortSignal.timeout(5);
  await expect(documents.send(new TransactWriteCommand({ TransactItems: items }), { abortSignal })).rejects.toThrow(
    expect.objectContaining({ name: 'AbortError' }),
  );
  await expect
    .poll(() => documents.send(new GetCommand({ TableName: TABLE, Key: { pk: 'late', sk: 'x' } })))
    .toMatchObject({ Item: { pk: 'late' } });
});

describe('Tables', () => {
  it('are active as soon as they are created, and described with indexes and stream', async () => {
    const { Table } = await fixture.client.send(new DescribeTableCommand({ TableName: TABLE }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      LatestStreamArn: expect.stringContaining('/stream/'),
    });
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexStatus }) => IndexStatus)).toEqual(Array(8).fill('ACTIVE'));
  });

  it('are deleted with all they hold', async () => {
    await fixture.documents.send(
      new PutCommand({ TableName: TABLE, Item: { pk: 'a', sk: 'x', gsi1pk: 'a', gsi1sk: 'a' } }),
    );
    await fixture.client.send(new DeleteTableCommand({ TableName: TABLE }));
    expect((await fixture.client.send(new ListTablesCommand())).TableNames).toEqual([]);
    await expect(fixture.client.send(new DescribeTableCommand({ TableName: TABLE }))).rejects.toThrow('not found');
    await fixture.dynamo.ensureTable(tableInput());
    for (const index of [{}, { IndexName: 'gsi1' }]) {
      expect((await fixture.documents.send(new ScanCommand({ TableName: TABLE, ...index }))).Count).toBe(0);
    }
    expect(await fixture.dynamo.stream(TABLE).read({ limit: 10 })).toEqual([]);
  });
});

it('A closed DynamoDB refuses requests instead of hanging', async () => {
  await fixture.dynamo.close();
  await expect(fixture.dynamo.dispatch('ListTables', {})).rejects.toThrow('closed');
});
