import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoStore } from '../../lib/adapters/dynamodb/store.ts';
import { TABLE } from '../../lib/local/plane/names.ts';
import type { Store } from '../../lib/ports/store.ts';

/** The table of the plane that runs in this process, as an operator has it. */
export const openPlaneStore = (): { readonly store: Store; readonly close: () => void } => {
  const client = new DynamoDBClient({});
  const store = createDynamoStore({ client, table: TABLE, now: () => new Date(), random: Math.random });
  return { store, close: () => client.destroy() };
};
