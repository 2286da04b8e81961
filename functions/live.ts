import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createDynamoStore } from '../lib/adapters/dynamodb/store.ts';
import { createdDeployment, isAlteration } from '../lib/adapters/dynamodb/stream.ts';
import { createLambdaObserver } from '../lib/adapters/lambda/observer.ts';
import { createArtifactStat } from '../lib/adapters/s3/artifact-stat.ts';
import { createS3Artifacts } from '../lib/adapters/s3/artifacts.ts';
import { createSealArchive } from '../lib/adapters/s3/seal-archive.ts';
import { createParameterReader } from '../lib/adapters/ssm/parameters.ts';
import { createStepFunctionsWorkflow } from '../lib/adapters/stepfunctions/workflow.ts';
import { createSleep, scaledClock, systemClock } from '../lib/adapters/system/clock.ts';
import { createIds } from '../lib/adapters/system/ids.ts';
import { countRequests, meterEngine } from '../lib/adapters/system/metered-engine.ts';
import { createMetrics } from '../lib/adapters/system/metrics.ts';
import { sealTools } from '../lib/adapters/system/seal-tools.ts';
import { initialParameters } from '../lib/contract/configuration.ts';
import { CONFIG_PREFIX_DEFAULT, variables } from '../lib/contract/variables.ts';
import { connections, eventReaders, trials } from './engines.ts';

/**
 * The composition root: the only place that reads the environment and knows the adapters. Each part is made on first
 * use, and a function's bundle holds only the parts that it names.
 */

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

const variable = (name: keyof typeof variables): string => {
  const value = process.env[variables[name]];
  if (!value) throw new Error(`The environment variable ${variables[name]} is not set`);
  return value;
};

/** How long one request may take before it counts as lost. */
const patience = (requestTimeout: number) => ({ connectionTimeout: 1000, requestTimeout });

export const clock = /* @__PURE__ */ once(() => {
  const spec = process.env[variables.clock];
  return spec ? scaledClock(spec) : systemClock;
});

/** In the time of the clock. */
export const sleep = /* @__PURE__ */ once(() => createSleep(process.env[variables.clock]));

export const ids = /* @__PURE__ */ once(() => createIds(clock()));

export const store = /* @__PURE__ */ once(() =>
  createDynamoStore({
    client: new DynamoDBClient({ maxAttempts: 3, requestHandler: patience(3000) }),
    table: variable('table'),
    now: () => clock().now(),
    random: Math.random,
  }),
);

const s3 = /* @__PURE__ */ once(
  () =>
    new S3Client({
      forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined,
      maxAttempts: 2,
      requestHandler: patience(3000),
    }),
);

export const artifacts = /* @__PURE__ */ once(() => createS3Artifacts(s3()));

export const artifactStat = /* @__PURE__ */ once(() => createArtifactStat(s3()));

export const { digest } = sealTools;

/** Where the seals of the audit record are under lock. */
export const sealArchive = /* @__PURE__ */ once(() => createSealArchive(s3(), variable('sealBucket')));

export const workflow = /* @__PURE__ */ once(() =>
  createStepFunctionsWorkflow(
    new SFNClient({ maxAttempts: 3, requestHandler: patience(5000) }),
    variable('stateMachineArn'),
  ),
);

export const observer = /* @__PURE__ */ once(() =>
  createLambdaObserver(
    new LambdaClient({ maxAttempts: 1, requestHandler: patience(1000) }),
    variable('observerFunction'),
  ),
);

export const configuration = /* @__PURE__ */ once(() =>
  createParameterReader({
    prefix: process.env[variables.configPrefix] ?? CONFIG_PREFIX_DEFAULT,
    overrides: process.env,
    clock: systemClock,
    onStale: () => undefined,
  }),
);

/** What a new plane begins with. */
export const initial = () => configuration().read(initialParameters);

/** What operators count, in the log. */
export const tell = /* @__PURE__ */ once(() =>
  createMetrics({ plane: variable('table'), now: Date.now, write: (line) => void process.stdout.write(line) }),
);

const requests = /* @__PURE__ */ once(countRequests);

/** The one engine of this plane, as configured now; the configuration is read again at most every few minutes. */
export const engine = async () => {
  const { read } = configuration();
  const { onRequest, taken } = requests();
  const connect = connections[(await read(['/engine/type']))['/engine/type']];
  const connected = await connect({ read, clock: clock(), onRequest });
  return meterEngine(connected, tell(), { now: performance.now.bind(performance), requests: taken });
};

/** Tries connections to the engine of this plane, the configured one or another. */
export const engineTrial = async () => {
  const { read } = configuration();
  return trials[(await read(['/engine/type']))['/engine/type']]?.({ read });
};

/** Every engine's, as an event does not say whose it is. */
export const readEvents = /* @__PURE__ */ Object.values(eventReaders);

export const artifactBucket = (): string => variable('artifactBucket');
export const sealKey = (): string => variable('sealKey');
export const stateMachineArn = (): string => variable('stateMachineArn');

export { createdDeployment, isAlteration };
