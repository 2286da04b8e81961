import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { createSeedWriter, type SeedWriter } from '../../adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../adapters/dynamodb/store.ts';
import type { ParameterName } from '../../contract/configuration.ts';
import type { Store } from '../../ports/store.ts';
import type { PlaneClock } from '../clock/clock.ts';
import { TABLE } from '../plane/names.ts';
import { SERVICE_PATH_TEMPLATE } from '../services/deployer.ts';
import { seedBuilds } from './builds.ts';
import { putParameters } from './parameters.ts';
import { referenceConfiguration, urlTemplateOf } from './reference.ts';

/** Access to the table beside the functions, as an operator has it. */
export type Operator = {
  readonly store: Store;
  readonly writer: SeedWriter;
  readonly now: () => Date;
  readonly close: () => void;
};

/** Needs the environment of the plane. */
export function createOperator(clock: PlaneClock): Operator {
  const client = new DynamoDBClient({});
  const now = () => new Date(clock.now());
  const options = { client, table: TABLE, now, random: Math.random };
  return {
    store: createDynamoStore(options),
    writer: createSeedWriter(options),
    now,
    close: () => client.destroy(),
  };
}

export type SeedOptions = {
  readonly operator: Operator;
  readonly servicesUrl: string;
  readonly empty: boolean;
  readonly parameters: Partial<Record<ParameterName, string>>;
};

/** Brings a plane's data to what it begins with, leaving alone what is there. */
export async function seedPlane({ operator, servicesUrl, empty, parameters }: SeedOptions): Promise<void> {
  const ssm = new SSMClient({});
  const s3 = new S3Client({ forcePathStyle: true });
  try {
    await putParameters(ssm, parameters, ['/engine/auth/secret']);
    const now = operator.now();
    await operator.writer.insertMissing(referenceConfiguration({ now: now.toISOString(), servicesUrl, empty }));
    if (empty) return;
    await seedBuilds({ store: operator.store, s3, now });
    await followServices(operator, urlTemplateOf(servicesUrl));
  } finally {
    ssm.destroy();
    s3.destroy();
  }
}

/** Services of this plane keep answering where they are listed when their port had to change. */
async function followServices({ store, writer, now }: Operator, urlTemplate: string): Promise<void> {
  const { items } = await store.listServices({ limit: 200 });
  const moved = items.filter(
    (service) =>
      service.urlTemplate !== urlTemplate &&
      service.urlTemplate?.startsWith('http://127.0.0.1:') &&
      service.urlTemplate.endsWith(SERVICE_PATH_TEMPLATE),
  );
  if (moved.length === 0) return;
  const updatedAt = now().toISOString();
  await writer.putConfiguration({ services: moved.map((service) => ({ ...service, urlTemplate, updatedAt })) });
}
