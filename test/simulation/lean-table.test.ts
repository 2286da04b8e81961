import { createSeedWriter } from '../../lib/adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../lib/adapters/dynamodb/store.ts';
import { NOW, type StoreWorld } from '../ports/store/world.ts';
import { describeStore } from '../ports/store.suite.ts';
import { openLeanTable } from './lean-table.ts';
import { clientOf, TABLE } from './table.ts';

/** The adapter on the simulation's own table is a store like any other, so what is found there is found of the adapter. */
const openLeanWorld = async (): Promise<StoreWorld> => {
  let now = new Date(NOW);
  const client = clientOf(
    openLeanTable(() => now.getTime()),
    (_, perform) => perform(undefined),
    async () => undefined,
  );
  const options = { client, table: TABLE, now: () => now, random: Math.random, sleep: async () => undefined };
  const seed = createSeedWriter(options);
  return {
    store: createDynamoStore(options),
    configure: (configuration) => seed.putConfiguration(configuration),
    switchChanges: (killSwitch) => seed.putKillSwitch(killSwitch),
    moveClockTo: (instant) => {
      now = new Date(instant);
    },
    close: async () => client.destroy(),
  };
};

describeStore('The lean table of the simulation', openLeanWorld);
