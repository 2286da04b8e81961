import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createSeedWriter } from '../../../lib/adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../../lib/adapters/dynamodb/store.ts';
import { tableDefinition } from '../../../lib/adapters/dynamodb/table.ts';
import { NOW, type StoreWorld } from '../../ports/store/world.ts';
import { describeStore } from '../../ports/store.suite.ts';

const endpoint = process.env.DYNAMODB_ENDPOINT;
if (!endpoint) throw new Error('DYNAMODB_ENDPOINT must say where DynamoDB Local answers');

const client = new DynamoDBClient({
  endpoint,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

const openWorld = async (): Promise<StoreWorld> => {
  const table = `dxcp-${randomUUID()}`;
  let now = new Date(NOW);
  await client.send(new CreateTableCommand({ TableName: table, ...tableDefinition }));
  const options = { client, table, now: () => now, random: Math.random };
  const seed = createSeedWriter(options);
  return {
    store: createDynamoStore(options),
    configure: (configuration) => seed.putConfiguration(configuration),
    switchChanges: (killSwitch) => seed.putKillSwitch(killSwitch),
    moveClockTo: (instant) => {
      now = new Date(instant);
    },
    async close() {
      await client.send(new DeleteTableCommand({ TableName: table }));
    },
  };
};

describeStore('the store on DynamoDB Local', openWorld);
