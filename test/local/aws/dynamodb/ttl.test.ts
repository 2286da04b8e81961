import { DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Fixture, openDynamo, TABLE } from './fixture.ts';

const START = Date.parse('2026-01-01') / 1000;
let fixture: Fixture;
let seconds: number;

beforeEach(async () => {
  seconds = START;
  fixture = await openDynamo({ now: () => seconds * 1000 });
});
afterEach(() => fixture.dynamo.close());

const turn = (Enabled: boolean) =>
  fixture.client.send(
    new UpdateTimeToLiveCommand({
      TableName: TABLE,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled },
    }),
  );
const put = (pk: string, expiresAt: unknown) =>
  fixture.documents.send(
    new PutCommand({ TableName: TABLE, Item: { pk, sk: 'x', expiresAt, gsi1pk: 'all', gsi1sk: pk } }),
  );
const left = async (IndexName?: string) => {
  const { Items } = await fixture.documents.send(
    new ScanCommand({ TableName: TABLE, ...(IndexName && { IndexName }) }),
  );
  return Items?.map(({ pk }) => pk).sort();
};

it('Time to live is described, switched on and off, each once', async () => {
  const description = async () => {
    const input = { TableName: TABLE };
    return (await fixture.client.send(new DescribeTimeToLiveCommand(input))).TimeToLiveDescription;
  };
  expect(await description()).toEqual({ TimeToLiveStatus: 'DISABLED' });
  await turn(true);
  expect(await description()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  await expect(turn(true)).rejects.toThrow('already enabled');
  await turn(false);
  await expect(turn(false)).rejects.toThrow('already disabled');
});

it('A sweep deletes what has expired, from the indexes too, and nothing else', async () => {
  await turn(true);
  await put('expired', START + 10);
  await put('later', START + 1000);
  await put('never', undefined);
  await put('text', String(START));
  await put('long ago', 1);
  expect(await fixture.dynamo.sweep()).toEqual({ expired: 0, trimmed: 0 });
  seconds += 11;
  expect((await fixture.dynamo.sweep()).expired).toBe(1);
  expect(await left()).toEqual(['later', 'long ago', 'never', 'text']);
  expect(await left('gsi1')).toEqual(['later', 'long ago', 'never', 'text']);
});

it('The stream names the service as the one who deleted an expired item', async () => {
  await turn(true);
  await put('expired', START + 10);
  seconds += 11;
  await fixture.dynamo.sweep();
  const [, removed] = await fixture.dynamo.stream(TABLE).read({ limit: 10 });
  expect(removed).toMatchObject({
    eventName: 'REMOVE',
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    dynamodb: { OldImage: { pk: { S: 'expired' } } },
  });
});

it('Nothing expires while time to live is off', async () => {
  await put('expired', START);
  seconds += 1000;
  expect((await fixture.dynamo.sweep()).expired).toBe(0);
});
