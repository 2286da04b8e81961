import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tableDefinition, timeToLive } from '../../adapters/dynamodb/table.ts';
import { createEmbeddedDynamo, type EmbeddedDynamo } from '../aws/dynamodb/embedded.ts';
import { byPath, byTarget, serveAws } from '../aws/http.ts';
import { openKms } from '../aws/kms.ts';
import { openLambda } from '../aws/lambda.ts';
import { openS3 } from '../aws/s3/endpoint.ts';
import { openSsm } from '../aws/ssm.ts';
import { openStates } from '../aws/states/endpoint.ts';
import type { PlaneClock } from '../clock/clock.ts';
import type { Iam } from '../iam/iam.ts';
import type { PlaneDirectory } from './directory.ts';
import { ARTIFACT_BUCKET, backgroundFunctions, SEAL_BUCKET, SEAL_KEY, STATE_MACHINE, TABLE } from './names.ts';
import { PlaneProblem } from './problem.ts';
import { storageFault } from './storage-fault.ts';

export type EndpointOptions = {
  readonly directory: PlaneDirectory;
  readonly clock: PlaneClock;
  /** Runs a background function by its Lambda name. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<unknown>;
  readonly report: (where: string, error: unknown) => void;
  /** Lets requests through that are granted. */
  readonly iam: Iam;
  /** Told once, when the table cannot be written any more. */
  readonly onBroken: (error: Error) => void;
};

/** The embedded AWS: where the SDK clients of the functions go. */
export type Endpoints = {
  readonly dynamodb: string;
  /** S3, KMS, Parameter Store, Step Functions and Lambda, told apart by their protocols. */
  readonly aws: string;
  readonly database: EmbeddedDynamo;
  /** Ends what runs in the background; what calls it holds the table open. */
  readonly quiet: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const MEBIBYTE = 1024 * 1024;
const ASL_FILE = new URL('../../workflow/deployment.asl.json', import.meta.url);

export async function openEndpoints(options: EndpointOptions): Promise<Endpoints> {
  const { directory, clock, invoke, report, iam } = options;
  const [table, s3, kms, ssm, states] = await Promise.all([
    openTable(directory.at('dynamodb'), options),
    openS3({
      directory: directory.at('s3'),
      buckets: [ARTIFACT_BUCKET, SEAL_BUCKET],
      locked: [SEAL_BUCKET],
      secretFor: iam.secretFor,
      now: Date.now,
    }),
    openKms({ file: directory.at('kms', 'keys.json'), keys: [SEAL_KEY] }),
    openSsm({ file: directory.at('ssm', 'parameters.json'), now: Date.now }),
    openStates({
      file: directory.at('states', 'executions.jsonl'),
      machines: { [STATE_MACHINE]: machine() },
      invoke,
      clock,
      speed: 1,
      random: Math.random,
    }),
  ]);
  const lambda = openLambda({
    invoke,
    knows: (name) => name in backgroundFunctions,
    onError: ({ functionName, error }) => report(functionName, error),
    clock,
    speed: 1,
  });
  const server = await serveAws({
    port: 0,
    mounts: [
      { matches: byTarget('TrentService'), serve: iam.guard('kms', kms), maxBodyBytes: MEBIBYTE },
      { matches: byTarget('AmazonSSM'), serve: iam.guard('ssm', ssm), maxBodyBytes: MEBIBYTE },
      { matches: byTarget('AWSStepFunctions'), serve: iam.guard('states', states.serve), maxBodyBytes: MEBIBYTE },
      {
        matches: byPath('/2015-03-31/functions/'),
        serve: iam.guard('lambda', lambda.serve),
        maxBodyBytes: 6 * MEBIBYTE,
      },
      { matches: () => true, serve: iam.guard('s3', s3), maxBodyBytes: 256 * MEBIBYTE },
    ],
  });
  return {
    dynamodb: table.url,
    aws: server.url,
    database: table.database,
    quiet: async () => {
      await states.close();
      await lambda.close();
    },
    close: async () => {
      await server.close();
      await table.close();
    },
  };
}

function machine() {
  const substitutions = {
    StartFunctionArn: 'dxcp-workflow-start',
    ObserveFunctionArn: 'dxcp-workflow-observe',
    FinishFunctionArn: 'dxcp-workflow-finish',
  };
  return { asl: readFileSync(ASL_FILE, 'utf8'), substitutions };
}

async function openTable(path: string, { clock, iam, onBroken }: EndpointOptions) {
  const settings = { path, now: clock.now, authorize: iam.authorizeDynamo, onBroken };
  const database = await createEmbeddedDynamo(settings).catch((error: unknown) => {
    if (!(error instanceof Error) || storageFault(error, path)) throw error;
    const next = 'Put back a copy of the whole data directory, or begin anew with --fresh, which deletes all of it.';
    throw new PlaneProblem(`${error.message}.`, `Nothing was changed. ${next}`, { cause: error });
  });
  await database.ensureTable({ TableName: TABLE, ...tableDefinition });
  await ensureTimeToLive(database);
  const server = createServer(database.handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    database,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}

/** After a restart the table has its time to live already, and AWS refuses to enable it again. */
async function ensureTimeToLive(database: EmbeddedDynamo): Promise<void> {
  const { TimeToLiveDescription } = await database.dispatch('DescribeTimeToLive', { TableName: TABLE });
  if (JSON.stringify(TimeToLiveDescription).includes('"ENABLED"')) return;
  await database.dispatch('UpdateTimeToLive', { TableName: TABLE, TimeToLiveSpecification: timeToLive });
}
