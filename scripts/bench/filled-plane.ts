import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deploymentItem, itemOf, type NewItem, timelineItem } from '../../lib/adapters/dynamodb/items.ts';
import { buildKey, laneKey } from '../../lib/adapters/dynamodb/keys.ts';
import { createSeedWriter } from '../../lib/adapters/dynamodb/seed.ts';
import type { DeploymentRecord, Lane } from '../../lib/domain/records.ts';
import { createEmbeddedDynamo, type EmbeddedDynamo } from '../../lib/local/aws/dynamodb/embedded.ts';
import { TABLE } from '../../lib/local/plane/names.ts';
import { aDeliveryGroup, aService, planeSettings } from '../../test/builders/config.ts';
import { aBuild, aLane, timelineFrom } from '../../test/builders/records.ts';
import { freePort, type PlaneProcess, startPlaneProcess, urlOf } from '../../test/crash/plane-process.ts';
import { type History, pastDeployments } from './history.ts';

/** A whole plane in a process of its own, with as many deployments behind it as are asked for. */

export const GROUP = 'bench';
export const VERSION = '1.0.0';
export const environments = ['sandbox', 'staging', 'prod'] as const;

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${String(index).padStart(3, '0')}`);
/** They have a history. */
export const services = numbered('service', 50);
/** They have none, and each can be deployed without waiting for another; twenty share a delivery group. */
export const freshServices = numbered('fresh', 200);
const SHARE_GROUP = 20;

const DAYS = 200;
/** Of so many deployments the timeline is there, too. */
const TIMELINES = 500;
const BATCH = 25;

const historyOf = (count: number): History => ({
  count,
  services,
  environments,
  deliveryGroupId: GROUP,
  until: Date.now(),
  days: DAYS,
});

const groupOf = (id: string, members: readonly string[]) =>
  aDeliveryGroup({
    id,
    services: [...members],
    environments: environments.map((name, index) => ({ name, enabled: true, promotionOrder: index + 1 })),
    guardrails: { maxConcurrentDeployments: 100, dailyDeployQuota: 1000, dailyRollbackQuota: 1000 },
  });

/** What is measured is how fast a plane answers, not how often it may be asked. */
const settings = () =>
  planeSettings({ createdAt: new Date().toISOString(), limits: { readRpm: 1_000_000, mutateRpm: 1_000_000 } });

const configuration = () => ({
  settings: settings(),
  services: [...services, ...freshServices].map((name) =>
    aService({ name, artifactSources: ['s3://dxcp-artifacts/demo-service/'] }),
  ),
  deliveryGroups: [
    groupOf(GROUP, services),
    ...Array.from({ length: freshServices.length / SHARE_GROUP }, (_, group) =>
      groupOf(`fresh-${group}`, freshServices.slice(group * SHARE_GROUP, (group + 1) * SHARE_GROUP)),
    ),
  ],
});

/** What the newest deployment of each place has left. */
const lanesOf = (records: readonly DeploymentRecord[]): readonly Lane[] =>
  [...new Map(records.map((record) => [`${record.service} ${record.environment}`, record])).values()].map((record) => {
    const { id, service, environment, version, deploymentKind, createdAt, state, outcome, finishedAt } = record;
    return aLane({
      service,
      environment,
      deliveryGroupId: GROUP,
      newestAttempt: {
        deploymentId: id,
        version,
        deploymentKind,
        createdAt,
        state,
        outcome,
        ...(finishedAt === undefined ? {} : { finishedAt }),
      },
      running: { deploymentId: id, version, deploymentKind, since: finishedAt ?? createdAt },
      durations: [600],
    });
  });

const STORY = ['INTENT_SUBMITTED', 'SLOT_CLAIMED', 'ENGINE_ACCEPTED', 'ENGINE_FINISHED', 'OUTCOME_SET'] as const;

const itemsOf = (records: readonly DeploymentRecord[]): readonly NewItem[] => [
  ...records.map(deploymentItem),
  ...records.slice(-TIMELINES).map(({ id }) => timelineItem(id, timelineFrom(1, STORY))),
  ...lanesOf(records).map((lane) => itemOf(laneKey(lane), lane)),
  ...[...services, ...freshServices].map((service) => {
    const build = aBuild({
      service,
      version: VERSION,
      artifactRef: 's3://dxcp-artifacts/demo-service/demo-service-1.0.0.zip',
    });
    return itemOf(buildKey(build), build);
  }),
];

const PAGE = 1000;

/** What was written long ago was heard of long ago: the plane has nothing to catch up with. */
const forgetEvents = async (dynamo: EmbeddedDynamo): Promise<void> => {
  const stream = dynamo.stream(TABLE);
  const { position } = dynamo.consumer(TABLE, 'events');
  for (;;) {
    const last = (await stream.read({ limit: PAGE })).at(-1)?.dynamodb?.SequenceNumber;
    if (last === undefined) return;
    await position.save(last);
    await stream.trim(last);
  }
};

/** Writes into the table of a plane that does not run. */
const fill = async (data: string, count: number): Promise<void> => {
  const dynamo = await createEmbeddedDynamo({ path: join(data, 'dynamodb'), now: Date.now });
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    requestHandler: dynamo.requestHandler,
  });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const writer = createSeedWriter({ client, table: TABLE, now: () => new Date(), random: Math.random });
  await writer.putConfiguration(configuration());
  const items = itemsOf(pastDeployments(historyOf(count)));
  for (let start = 0; start < items.length; start += BATCH) {
    const puts = items.slice(start, start + BATCH).map((item) => ({ PutRequest: { Item: item } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [TABLE]: puts } }));
  }
  await forgetEvents(dynamo);
  client.destroy();
  await dynamo.close();
};

export type FilledPlane = {
  readonly url: string;
  readonly dataDir: string;
  readonly process: PlaneProcess;
  /** Ends it in order. */
  readonly stop: () => Promise<unknown>;
  /** Ends it if need be, and deletes its data. */
  readonly dispose: () => Promise<void>;
};

const started = async (options: Parameters<typeof startPlaneProcess>[0]): Promise<PlaneProcess> => {
  const plane = startPlaneProcess(options);
  await plane.ready;
  return plane;
};

export const openFilledPlane = async (count: number, nodeFlags: readonly string[] = []): Promise<FilledPlane> => {
  const data = mkdtempSync(join(tmpdir(), 'dxcp-bench-'));
  const port = await freePort();
  // Its own beginnings first: a plane takes no directory that holds anything else.
  await (await started({ data, port })).stop();
  await fill(data, count);
  const plane = await started({ data, port, nodeFlags });
  const url = urlOf({ port });
  return {
    url,
    dataDir: data,
    process: plane,
    stop: plane.stop,
    dispose: async () => {
      await plane.kill();
      rmSync(data, { recursive: true, force: true });
    },
  };
};
