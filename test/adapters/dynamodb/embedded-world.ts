import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Capacity } from '../../../lib/adapters/dynamodb/database.ts';
import { createSeedWriter, type SeedWriter } from '../../../lib/adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../../lib/adapters/dynamodb/store.ts';
import { tableDefinition, timeToLive } from '../../../lib/adapters/dynamodb/table.ts';
import { createEmbeddedDynamo, type EmbeddedDynamo } from '../../../lib/local/aws/dynamodb/embedded.ts';
import { NOW, type StoreWorld } from '../../ports/store/world.ts';

const TABLE = 'dxcp-test';

export type EmbeddedWorld = StoreWorld & {
  readonly dynamo: EmbeddedDynamo;
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly seed: SeedWriter;
  /** What each request used, in order. */
  readonly used: Capacity[];
  /** The waits between attempts, in milliseconds; none takes real time. */
  readonly waits: number[];
};

/** The store on an embedded DynamoDB in memory. */
export const openEmbeddedWorld = async (): Promise<EmbeddedWorld> => {
  let now = new Date(NOW);
  const dynamo = await createEmbeddedDynamo({ now: () => now.getTime() });
  await dynamo.ensureTable({ TableName: TABLE, ...tableDefinition });
  const used: Capacity[] = [];
  const waits: number[] = [];
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: dynamo.requestHandler,
    maxAttempts: 1,
  });
  await dynamo.dispatch('UpdateTimeToLive', { TableName: TABLE, TimeToLiveSpecification: timeToLive });
  const options = {
    client,
    table: TABLE,
    now: () => now,
    random: Math.random,
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
      await new Promise((resume) => setImmediate(resume));
    },
    onCapacity: (capacity: Capacity) => used.push(capacity),
  };
  const seed = createSeedWriter(options);
  return {
    dynamo,
    client,
    table: TABLE,
    seed,
    used,
    waits,
    store: createDynamoStore(options),
    configure: (configuration) => seed.putConfiguration(configuration),
    switchChanges: (killSwitch) => seed.putKillSwitch(killSwitch),
    moveClockTo: (instant) => {
      now = new Date(instant);
    },
    async close() {
      client.destroy();
      await dynamo.close();
    },
  };
};
