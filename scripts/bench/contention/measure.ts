import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { createSeedWriter } from '../../../lib/adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../../lib/adapters/dynamodb/store.ts';
import { tableDefinition } from '../../../lib/adapters/dynamodb/table.ts';
import { createIds } from '../../../lib/adapters/system/ids.ts';
import { problemCodes } from '../../../lib/contract/codes.ts';
import { abilitiesOf } from '../../../lib/contract/engines.ts';
import { problemOfFault } from '../../../lib/http/faults.ts';
import { createEmbeddedDynamo } from '../../../lib/local/aws/dynamodb/embedded.ts';
import { deploy } from '../../../lib/usecases/deploy.ts';
import {
  aDeliveryGroup,
  aMapping,
  anEnvironment,
  aRecipe,
  aService,
  planeSettings,
} from '../../../test/builders/config.ts';
import { aBuild } from '../../../test/builders/records.ts';
import { seededChance, weathers } from '../../../test/races/crowd.ts';
import { anOwner } from '../../../test/usecases/callers.ts';
import { answer } from '../own-process.ts';
import { calls } from '../tap/calls.ts';
import type { Crowd } from './crowds.ts';

/** Crowds in front of the real use-case, store and table, in the time of the world: waiting takes as long as it says. */

const CROWD = 64;
const TABLE = 'dxcp-bench';
const names = Array.from({ length: CROWD }, (_, index) => `service-${index}`);
const clock = { now: () => new Date() };

const configurationFor = (limit: number) => ({
  services: names.map((name) => aService({ name })),
  environments: [anEnvironment()],
  recipes: [aRecipe({ engine: aMapping({ type: 'spinnaker' }) })],
  deliveryGroups: [
    aDeliveryGroup({
      services: names,
      guardrails: { maxConcurrentDeployments: limit, dailyDeployQuota: 1000, dailyRollbackQuota: 10 },
    }),
  ],
  settings: planeSettings(),
});

const openTable = async (limit: number) => {
  const dynamo = await createEmbeddedDynamo({ now: Date.now });
  await dynamo.ensureTable({ TableName: TABLE, ...tableDefinition });
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    requestHandler: dynamo.requestHandler,
    maxAttempts: 3,
  });
  const options = { client, table: TABLE, now: clock.now, random: Math.random };
  const store = createDynamoStore(options);
  await createSeedWriter(options).putConfiguration(configurationFor(limit));
  for (const service of names) await store.commit({ build: aBuild({ service }) });
  const close = async () => {
    client.destroy();
    await dynamo.close();
  };
  return { dynamo, store, close };
};

type Table = Awaited<ReturnType<typeof openTable>>;

const artifacts = {
  stat: async (ref: string) => ({ ref, sizeBytes: 1_048_576, lastModified: '2026-11-01T08:00:00.000Z' }),
  digest: async () => 'a'.repeat(64),
  list: async () => [],
};

/** The code of the answer that a caller gets. */
const ask = async ({ store }: Table, service: string): Promise<keyof typeof problemCodes | 'ADMITTED'> => {
  const body = { service, environment: 'sandbox', version: '1.0.0', changeSummary: 'All at once' };
  const request = {
    caller: anOwner(),
    requestId: `request-${service}`,
    operation: 'deployments.create',
    idempotencyKey: `key-${service}`,
    fingerprint: service,
    input: { ok: true as const, value: { body } },
  };
  try {
    const result = await deploy({ store, clock, ids: createIds(clock), artifacts, abilitiesOf }, request);
    if (result.kind === 'answered') return 'ADMITTED';
    return result.kind === 'refused' ? result.refusals[0].code : 'INVALID_REQUEST';
  } catch (fault) {
    return problemOfFault(fault).code;
  }
};

const gather = async (limit: number, { name, faults }: (typeof weathers)[number]): Promise<Crowd> => {
  const table = await openTable(limit);
  await ask(table, 'nobody');
  Object.assign(table.dynamo.faults, { ...faults, random: seededChance(4711) });
  const before = calls.length;
  const milliseconds: number[] = [];
  const answered = await Promise.all(
    names.map(async (service) => {
      const began = performance.now();
      const code = await ask(table, service);
      milliseconds.push(performance.now() - began);
      return code;
    }),
  );
  const requests = calls.length - before;
  await table.close();
  const refusals = answered.filter((code) => code !== 'ADMITTED');
  return {
    weather: name,
    limit,
    admitted: answered.length - refusals.length,
    answers: Object.fromEntries([...Map.groupBy(refusals, (code) => code)].map(([code, all]) => [code, all.length])),
    faults: refusals.filter((code) => problemCodes[code].status >= 500).length,
    milliseconds,
    requests,
  };
};

answer(async (input) => {
  const { limits } = z.object({ limits: z.array(z.number()) }).parse(input);
  const crowds: Crowd[] = [];
  // What a process does for the first time takes longer.
  for (const weather of weathers.slice(0, 1)) await gather(1, weather);
  for (const weather of weathers) for (const limit of limits) crowds.push(await gather(limit, weather));
  return crowds;
});
