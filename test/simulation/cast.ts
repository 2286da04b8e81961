import { createDynamoStore } from '../../lib/adapters/dynamodb/store.ts';
import type { Engine } from '../../lib/ports/engine.ts';
import type { World } from '../../lib/usecases/world.ts';
import { idNumber } from '../builders/records.ts';
import { chanceOf } from './chance.ts';
import { missingArtifacts } from './setting.ts';
import type { Stage } from './stage.ts';
import { clientOf, TABLE, type Table } from './table.ts';

/** How many ids one actor may use up. */
const IDS_EACH = 1000;

/** Who made it is in every id, so that leaving somebody out changes nobody else's ids. */
export const makerOf = (id: string): number => Math.floor(Number(id.slice(3)) / IDS_EACH);

export type Parts = {
  readonly stage: Stage;
  readonly table: Table;
  readonly seed: string;
  /** The one that is connected now. */
  readonly engine: () => Engine;
  readonly written: () => Promise<void>;
  /** The machine of a deployment starts, or runs already. */
  readonly begin: (deploymentId: string) => void;
  readonly seen: (what: string) => void;
};

/** The world as everybody in a run has it; who it is for is whoever acts. */
export const openWorld = (
  parts: Parts,
): { readonly world: () => World; readonly client: ReturnType<typeof clientOf> } => {
  const { stage, table, seed, engine, written } = parts;
  const client = clientOf(table, stage.outside as Parameters<typeof clientOf>[1], written);
  const now = (): Date => new Date(stage.skewed());
  const mint = (): number => {
    const actor = stage.current();
    if (!actor) return IDS_EACH - 1;
    actor.minted += 1;
    return actor.number * IDS_EACH + actor.minted;
  };
  const random = (): number => chanceOf(`${seed} chance ${mint()}`).next();
  const sleep = async (): Promise<void> => void (await stage.outside('sleep', async () => undefined));
  const options = { client, table: TABLE, now, random, sleep };
  const id = (): string => idNumber(mint());
  const world: World = {
    store: createDynamoStore(options),
    clock: { now },
    ids: { deployment: id, event: id, leaseToken: id },
    artifacts: {
      stat: (ref) =>
        stage.outside('artifacts.stat', async (fault) => {
          if (fault !== undefined) throw new Error('The artifact store does not answer');
          return missingArtifacts.has(ref)
            ? undefined
            : { ref, sizeBytes: 1_048_576, lastModified: '2026-11-20T09:00:00.000Z' };
        }) as ReturnType<World['artifacts']['stat']>,
      digest: () => stage.outside('artifacts.digest', async () => 'a'.repeat(64)) as Promise<string>,
      list: async () => [],
    },
    engine: engine(),
    abilitiesOf: () => engine().abilities,
    workflow: {
      begin: async (deploymentId) => {
        await stage.outside('workflow.begin', async (fault) => {
          if (fault === 'fails') throw new Error('The workflow service does not answer');
          parts.begin(deploymentId);
          if (fault === 'lost') throw new Error('The answer of the workflow service was lost');
        });
      },
    },
    observer: { ask: async () => undefined, hear: async () => undefined },
    tell: ({ kind }) => parts.seen(`told · ${kind}`),
  };
  return {
    world: () => ({ ...world, engine: engine(), store: { ...world.store } }),
    client,
  };
};
