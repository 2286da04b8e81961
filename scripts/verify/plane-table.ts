import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createInventory } from '../../lib/adapters/dynamodb/inventory.ts';
import { sealTools } from '../../lib/adapters/system/seal-tools.ts';
import { createEmbeddedDynamo } from '../../lib/local/aws/dynamodb/embedded.ts';
import { keptTime } from '../../lib/local/clock/clock.ts';
import { PLANE_CREDENTIAL, REGION, TABLE } from '../../lib/local/plane/names.ts';
import type { Inventory } from '../../lib/ports/inventory.ts';
import type { Clock } from '../../lib/ports/world.ts';
import { copyOfData } from './data-copy.ts';

export type PlaneTable = {
  readonly inventory: Inventory;
  /** The plane's time, which may be ahead of this machine's. */
  readonly clock: Clock;
  readonly close: () => Promise<void>;
};

const patience = {
  tools: sealTools,
  now: () => new Date(),
  random: Math.random,
  sleep: (ms: number): Promise<void> => wait(ms),
};

/** The table of a plane: in AWS by name, with the credentials of the environment; or of the local plane in `data`. */
export const openPlaneTable = async (which: {
  readonly table?: string | undefined;
  readonly data?: string | undefined;
}): Promise<PlaneTable> => {
  if (which.data !== undefined) return openLocal(which.data);
  if (which.table !== undefined) return openInAws(which.table);
  throw new Error('Name the table with --table (or DXCP_TABLE), or the data of a local plane with --data .dxcp');
};

const openInAws = (table: string): PlaneTable => {
  const client = new DynamoDBClient({});
  return {
    inventory: createInventory({ client, table, ...patience }),
    clock: { now: () => new Date() },
    close: async () => client.destroy(),
  };
};

/** Reads a copy, so that the plane may run meanwhile and nothing of its data can change. */
const openLocal = async (directory: string): Promise<PlaneTable> => {
  const copy = await copyOfData(directory);
  const dynamo = await createEmbeddedDynamo({ path: copy.path, now: Date.now });
  const client = new DynamoDBClient({
    region: REGION,
    credentials: PLANE_CREDENTIAL,
    requestHandler: dynamo.requestHandler,
  });
  const close = async () => {
    client.destroy();
    await dynamo.close();
    await copy.remove();
  };
  return {
    inventory: createInventory({ client, table: TABLE, ...patience }),
    clock: { now: () => new Date(Math.max(Date.now(), keptTime(join(directory, 'clock.json')))) },
    close,
  };
};
