import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Capacity } from '../../../lib/adapters/dynamodb/database.ts';
import { createSeedWriter } from '../../../lib/adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../../lib/adapters/dynamodb/store.ts';
import { tableDefinition, timeToLive } from '../../../lib/adapters/dynamodb/table.ts';
import { createEmbeddedDynamo, type EmbeddedDynamoOptions } from '../../../lib/local/aws/dynamodb/embedded.ts';
import type { Faults } from '../../../lib/local/aws/dynamodb/faults.ts';
import { NOW } from '../../ports/store/world.ts';
import { openAwsLocalDatabase } from './aws-local-database.ts';
import type { TableWorld } from './lean-world.ts';

export type EmbeddedWorld = TableWorld & {
  readonly dynamo: { readonly faults: Faults };
  /** What each request used, in order. */
  readonly used: Capacity[];
  /** The waits between attempts, in milliseconds; none takes real time. */
  readonly waits: number[];
};

/** How a transaction is held open while faults ask for it; real time unless given. */
export type WorldOptions = { readonly hold?: EmbeddedDynamoOptions['sleep'] };

/** The store on an embedded DynamoDB in memory, or on the one at DYNAMODB_ENDPOINT, where a lane names it. */
export const openEmbeddedWorld = async ({ hold }: WorldOptions = {}): Promise<EmbeddedWorld> => {
  let now = new Date(NOW);
  const table = `dxcp-${randomUUID()}`;
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  const { client, dynamo, close } = endpoint
    ? await openAwsLocalDatabase(endpoint, table)
    : await openEmbeddedDatabase(table, { now: () => now.getTime(), sleep: hold });
  const used: Capacity[] = [];
  const waits: number[] = [];
  const options = {
    client,
    table,
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
    table,
    seed,
    used,
    waits,
    store: createDynamoStore(options),
    configure: (configuration) => seed.putConfiguration(configuration),
    switchChanges: (killSwitch) => seed.putKillSwitch(killSwitch),
    moveClockTo: (instant) => {
      now = new Date(instant);
    },
    close,
  };
};

const openEmbeddedDatabase = async (table: string, options: EmbeddedDynamoOptions) => {
  const dynamo = await createEmbeddedDynamo(options);
  await dynamo.ensureTable({ TableName: table, ...tableDefinition });
  await dynamo.dispatch('UpdateTimeToLive', { TableName: table, TimeToLiveSpecification: timeToLive });
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: dynamo.requestHandler,
    maxAttempts: 1,
  });
  const close = async () => {
    client.destroy();
    await dynamo.close();
  };
  return { client, dynamo, close };
};
