import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createSeedWriter, type SeedWriter } from '../../../lib/adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../../lib/adapters/dynamodb/store.ts';
import { NOW, type StoreWorld } from '../../ports/store/world.ts';
import { openLeanTable } from '../../simulation/lean-table.ts';
import { clientOf, TABLE } from '../../simulation/table.ts';

/** A store with the table beneath it, for those who look there. */
export type TableWorld = StoreWorld & {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly seed: SeedWriter;
};

/** The store on the lean table: a fifth of what the embedded database costs, as nothing crosses a wire. */
export const openLeanWorld = async (): Promise<TableWorld> => {
  let now = new Date(NOW);
  const client = clientOf(
    openLeanTable(() => now.getTime()),
    (_, perform) => perform(undefined),
    async () => undefined,
  );
  const options = { client, table: TABLE, now: () => now, random: Math.random, sleep: async () => undefined };
  const seed = createSeedWriter(options);
  return {
    client,
    table: TABLE,
    seed,
    store: createDynamoStore(options),
    configure: (configuration) => seed.putConfiguration(configuration),
    switchChanges: (killSwitch) => seed.putKillSwitch(killSwitch),
    moveClockTo: (instant) => {
      now = new Date(instant);
    },
    close: async () => client.destroy(),
  };
};
