import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createDynamoStore } from '../lib/adapters/dynamodb/store.ts';
import { createdDeployment } from '../lib/adapters/dynamodb/stream.ts';
import { createLambdaObserver } from '../lib/adapters/lambda/observer.ts';
import { createArtifactStat } from '../lib/adapters/s3/artifact-stat.ts';
import { createS3Artifacts } from '../lib/adapters/s3/artifacts.ts';
import { basicAuth, bearerAuth, noAuth } from '../lib/adapters/spinnaker/auth.ts';
import { createSpinnakerEngine } from '../lib/adapters/spinnaker/engine.ts';
import { createParameterReader } from '../lib/adapters/ssm/parameters.ts';
import { createStepFunctionsWorkflow } from '../lib/adapters/stepfunctions/workflow.ts';
import { scaledClock, systemClock } from '../lib/adapters/system/clock.ts';
import { createIds } from '../lib/adapters/system/ids.ts';
import { CONFIG_PREFIX_DEFAULT, variables } from '../lib/contract/variables.ts';

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

/** The engine as configured now; the configuration is read again at most every few minutes. */
export const engine = async () => {
  const read = await configuration().read([
    '/engine/url',
    '/engine/ui_url',
    '/engine/auth/kind',
    '/engine/auth/secret',
  ]);
  const secret = read['/engine/auth/secret'] ?? '';
  const [user = '', password = ''] = secret.split(/:(.*)/s);
  const auth = { none: noAuth, bearer: bearerAuth(secret), basic: basicAuth(user, password) }[
    read['/engine/auth/kind']
  ];
  const uiUrl = read['/engine/ui_url'];
  return createSpinnakerEngine({
    gateUrl: read['/engine/url'],
    auth,
    http: fetch,
    clock: clock(),
    ...(uiUrl === undefined
      ? {}
      : { links: ({ id, application }) => `${uiUrl}/#/applications/${application ?? '-'}/executions/details/${id}` }),
  });
};

export const artifactBucket = (): string => variable('artifactBucket');
export const stateMachineArn = (): string => variable('stateMachineArn');

export { createdDeployment };
