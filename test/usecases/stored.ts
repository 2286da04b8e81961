import { createInventory } from '../../lib/adapters/dynamodb/inventory.ts';
import { sealTools } from '../../lib/adapters/system/seal-tools.ts';
import type { Stored } from '../../lib/domain/invariants/stored.ts';
import type { Clock } from '../../lib/ports/world.ts';
import { collect } from '../../lib/usecases/collect.ts';
import type { TableWorld } from '../adapters/dynamodb/lean-world.ts';

/** All that is stored, as those who verify a plane read it. */
export const collectStored = ({ client, table }: TableWorld, clock: Clock): Promise<Stored> =>
  collect(
    createInventory({
      client,
      table,
      tools: sealTools,
      now: clock.now,
      random: Math.random,
      sleep: async () => undefined,
    }),
  );
