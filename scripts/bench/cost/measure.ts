import '../tap/functions-apart.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { indexPartitions } from '../../../lib/adapters/dynamodb/table.ts';
import { isTerminal } from '../../../lib/domain/states.ts';
import { itemBytes } from '../../../lib/local/aws/dynamodb/item.ts';
import { isItem } from '../../../lib/local/aws/dynamodb/wire.ts';
import { TABLE } from '../../../lib/local/plane/names.ts';
import { type RunningPlane, runPlane } from '../../../test/authority/running-plane.ts';
import { answer } from '../own-process.ts';
import { calls } from '../tap/calls.ts';
import { invocations } from '../tap/invocations.ts';
import type { Usage } from './usage.ts';

/** What a whole plane uses in the time of the world: while nothing happens, and for deployments of different lengths. */

const input = z.object({
  idleSeconds: z.number(),
  /** Scenarios of the engine; one deployment of each. */
  scenarios: z.array(z.string()),
  /** Megabytes, by the names that the stacks give. */
  memoryOf: z.record(z.string(), z.number()),
});
type Input = z.infer<typeof input>;

/** How often a page that shows a deployment asks how it is. */
const POLL_MS = 2000;
/** AWS adds so much to each entry of an index. */
const ENTRY_BYTES = 100;

const storedBytes = async (): Promise<number> => {
  const client = new DynamoDBClient({});
  let bytes = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE })) {
    const items: readonly unknown[] = Items;
    for (const item of items.filter(isItem)) {
      const entries = 1 + Object.values(indexPartitions).filter((name) => item[name] !== undefined).length;
      bytes += entries * (itemBytes(item) + ENTRY_BYTES);
    }
  }
  client.destroy();
  return bytes;
};

/** Until what was begun has ended, the watch over deployments included. */
const settled = async (): Promise<void> => {
  const isRunning = () => invocations.some(({ ended }) => ended === undefined);
  for (let quiet = 0; quiet < 10; quiet += 1) {
    await wait(100);
    if (isRunning()) quiet = 0;
  }
};

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

/** What is used from now until the work is done and all that it caused has ended. */
const usedBy = async (plane: RunningPlane, { memoryOf }: Input, work: () => Promise<void>): Promise<Usage> => {
  await settled();
  const before = {
    runs: invocations.length,
    calls: calls.length,
    log: plane.log().length,
    stored: await storedBytes(),
  };
  const began = performance.now();
  await work();
  await settled();
  const seconds = (performance.now() - began) / 1000;
  const runs = invocations.slice(before.runs);
  const made = calls.slice(before.calls).filter(({ by }) => by !== undefined);
  const memoryAt = (door: string): number => {
    const megabytes = memoryOf[`dxcp-test-${door.replaceAll('/', '-')}`];
    if (megabytes === undefined) throw new Error(`The stacks do not say how much memory ${door} has`);
    return megabytes;
  };
  const objects = made.filter(({ service }) => service === 'S3');
  return {
    seconds,
    apiRequests: runs.filter(({ door }) => door.startsWith('api/')).length,
    invocations: runs.length,
    gigabyteSeconds: sum(
      runs.map(({ door, began: from, ended = from }) => {
        const billed = Math.ceil(ended - from) / 1000;
        return (billed * memoryAt(door)) / 1024;
      }),
    ),
    readUnits: sum(made.map(({ readUnits }) => readUnits)),
    writeUnits: sum(made.map(({ writeUnits }) => writeUnits)),
    parameterReads: made.filter(({ service }) => service === 'SSM').length,
    objectReads: objects.filter(({ operation }) => /^(Get|Head)/.test(operation)).length,
    objectWrites: objects.filter(({ operation }) => /^(Put|List|Copy)/.test(operation)).length,
    logBytes: plane.log().length - before.log,
    storedBytes: (await storedBytes()) - before.stored,
  };
};

/** As a person deploys: sent once, then looked at until it is over. */
const deployAndWatch = async (plane: RunningPlane, scenario: string): Promise<void> => {
  const rules = JSON.stringify([{ scenario, version: '1.1.0' }]);
  await fetch(`${plane.url}/.local/engine/scenarios`, { method: 'PUT', body: rules });
  const { deployments } = plane.as('owner');
  const intent = {
    service: 'demo-service',
    environment: 'sandbox',
    recipeId: 'default',
    changeSummary: 'What it costs',
  };
  const { id } = await deployments.create({ body: { ...intent, version: '1.1.0' } });
  for (;;) {
    await wait(POLL_MS);
    const { state } = await deployments.get({ params: { id } });
    if (isTerminal(state)) return;
  }
};

answer(async (given) => {
  const asked = input.parse(given);
  const plane = await runPlane({ speed: 1 });
  // What is loaded and remembered only once is not what another deployment costs.
  await deployAndWatch(plane, 'success');
  const idle = await usedBy(plane, asked, () => wait(asked.idleSeconds * 1000));
  const deployments: Usage[] = [];
  for (const scenario of asked.scenarios) {
    deployments.push(await usedBy(plane, asked, () => deployAndWatch(plane, scenario)));
  }
  await plane.stop();
  return { idle, deployments };
});
