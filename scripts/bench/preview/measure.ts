import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Capacity } from '../../../lib/adapters/dynamodb/database.ts';
import { deploymentItem } from '../../../lib/adapters/dynamodb/items.ts';
import { createSeedWriter } from '../../../lib/adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../../lib/adapters/dynamodb/store.ts';
import { tableDefinition } from '../../../lib/adapters/dynamodb/table.ts';
import type { ProposedChange } from '../../../lib/contract/preview.ts';
import { createEmbeddedDynamo } from '../../../lib/local/aws/dynamodb/embedded.ts';
import { previewChange } from '../../../lib/usecases/preview/preview.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService, planeSettings } from '../../../test/builders/config.ts';
import { aSuccess } from '../../../test/builders/records.ts';
import { anAdmin } from '../../../test/usecases/callers.ts';
import { answer } from '../own-process.ts';

/** One preview over and over: the real use-case and store on an embedded table that has a history. */

const TABLE = 'dxcp-bench';
const BATCH = 25;
const DAY_MS = 86_400_000;
const environments = ['sandbox', 'staging', 'prod'] as const;
const SERVICES_OF_GROUP = 10;
const WARM_UP = 3;
const SPAN_DAYS = 28;

const of = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('There is nothing to take from');
  return found;
};

const input = z.object({
  admissions: z.int(),
  groups: z.int(),
  abreast: z.int(),
  rounds: z.int(),
  mode: z.boolean().optional(),
});
type Input = z.infer<typeof input>;

const groupIds = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `group-${index}`);
const servicesOf = (group: string): string[] =>
  Array.from({ length: SERVICES_OF_GROUP }, (_, index) => `${group}-service-${index}`);
const groupOf = (id: string) =>
  aDeliveryGroup({
    id,
    services: servicesOf(id),
    environments: environments.map((name, index) => ({ name, enabled: true, promotionOrder: index + 1 })),
    guardrails: { maxConcurrentDeployments: 100, dailyDeployQuota: 1000, dailyRollbackQuota: 1000 },
  });
const configurationOf = (count: number) => ({
  services: groupIds(count).flatMap((id) => servicesOf(id).map((name) => aService({ name }))),
  environments: environments.map((name) => anEnvironment({ name })),
  recipes: [aRecipe()],
  deliveryGroups: groupIds(count).map(groupOf),
  settings: planeSettings({ createdAt: new Date(Date.now() - 90 * DAY_MS).toISOString() }),
});

/** All of the last four weeks, evenly, each group as busy as any, so many at a time in each environment of a group. */
const historyOf = ({ admissions, groups, abreast }: Input) => {
  const ids = groupIds(groups);
  const apart = (SPAN_DAYS * DAY_MS) / admissions;
  const lasting = apart * groups * environments.length * abreast;
  const begin = Date.now() - SPAN_DAYS * DAY_MS - lasting;
  return Array.from({ length: admissions }, (_, number) => {
    const deliveryGroupId = of(ids, number);
    const turn = Math.floor(number / groups);
    const at = (milliseconds: number) => new Date(begin + number * apart + milliseconds).toISOString();
    const record = aSuccess({
      id: `01KPAST${String(number).padStart(19, '0')}`,
      deliveryGroupId,
      environment: of(environments, turn),
      service: of(servicesOf(deliveryGroupId), Math.floor(turn / environments.length)),
      createdAt: at(0),
      quota: { day: at(0).slice(0, 10), kind: 'deploy', refunded: false },
    });
    return deploymentItem({ ...record, finishedAt: at(lasting) });
  });
};

/** Of one group everything is taken away; of several the recipe that all of them have, unless it is the mode. */
const proposalFor = ({ groups, mode }: Input): ProposedChange => {
  if (mode) return { plane: { mode: 'evaluation', admitWhenArtifactUnchecked: true } };
  if (groups === 1) {
    const { id, name, allowedRecipes, environments: bound, guardrails } = groupOf('group-0');
    const tight = { ...guardrails, maxConcurrentDeployments: 1, dailyDeployQuota: 1 };
    return {
      deliveryGroup: { id, name, owners: [], services: [], allowedRecipes, environments: bound, guardrails: tight },
    };
  }
  const { id, name, description, behaviorSummary, steps, deadlineMinutes, engine } = aRecipe();
  if (!engine) throw new Error('The recipe has a mapping');
  const recipe = { id, name, description, behaviorSummary, steps, deadlineMinutes, engine };
  return { recipe: { ...recipe, status: 'deprecated' } };
};

const openTable = async (wanted: Input) => {
  const dynamo = await createEmbeddedDynamo({ now: Date.now });
  await dynamo.ensureTable({ TableName: TABLE, ...tableDefinition });
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    requestHandler: dynamo.requestHandler,
  });
  const used: Capacity[] = [];
  const now = () => new Date();
  const options = {
    client,
    table: TABLE,
    now,
    random: Math.random,
    onCapacity: (capacity: Capacity) => used.push(capacity),
  };
  await createSeedWriter(options).putConfiguration(configurationOf(wanted.groups));
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const items = historyOf(wanted);
  for (let start = 0; start < items.length; start += BATCH) {
    const puts = items.slice(start, start + BATCH).map((item) => ({ PutRequest: { Item: item } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [TABLE]: puts } }));
  }
  const close = async () => {
    client.destroy();
    await dynamo.close();
  };
  return { world: { store: createDynamoStore(options), clock: { now } }, used, close };
};

const MEGABYTE = 2 ** 20;

/** What the work holds at most beyond what there was before, garbage included. */
const heapOf = async (work: () => Promise<unknown>): Promise<number> => {
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  let most = before;
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 1);
  await work();
  clearInterval(look);
  return (Math.max(most, process.memoryUsage().heapUsed) - before) / MEGABYTE;
};

answer(async (given) => {
  const wanted = input.parse(given);
  const { world, used, close } = await openTable(wanted);
  const body = proposalFor(wanted);
  const preview = async () => {
    const result = await previewChange(world, { caller: anAdmin(), requestId: 'request-1', body });
    if (result.kind !== 'answered') throw new Error(`A preview was ${result.kind}`);
    if (!result.body.replay) throw new Error('A preview did not look back');
    return result.body.replay;
  };
  for (let round = 0; round < WARM_UP; round += 1) await preview();
  used.length = 0;
  const { looked, capped, refusedCount } = await preview();
  const readUnits = used.reduce((total, one) => total + one.readUnits, 0);
  const requests = used.length;
  const milliseconds: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round < wanted.rounds; round += 1) {
    const began = performance.now();
    const busy = process.cpuUsage();
    await preview();
    milliseconds.push(performance.now() - began);
    const { user, system } = process.cpuUsage(busy);
    processor.push((user + system) / 1000);
  }
  const heapMegabytes = await heapOf(preview);
  await close();
  return { looked, capped, refusedCount, requests, readUnits, milliseconds, processor, heapMegabytes };
});
