import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { planeKey } from '../../lib/adapters/dynamodb/keys.ts';
import { type Client, createClient } from '../../lib/contract/client.ts';
import { CONFIG_PREFIX_DEFAULT } from '../../lib/contract/variables.ts';
import { isRecord } from '../../lib/local/aws/dynamodb/wire.ts';
import { AccessDenied } from '../../lib/local/iam/access-denied.ts';
import { captureFunctionLog } from '../../lib/local/plane/function-log.ts';
import { TABLE } from '../../lib/local/plane/names.ts';
import { type Plane, type PlaneOptions, startPlane } from '../../lib/local/plane/plane.ts';
import { signedFetch } from './signing.ts';
import { type Mint, openMint } from './tokens.ts';

/** Everything of the table, by key. */
export type Dump = ReadonlyMap<string, string>;

export type RunningPlane = {
  readonly url: string;
  /** Signs whatever it is told to, with the very key of the plane's issuer. */
  readonly mint: Mint;
  readonly as: (person: string) => Client;
  /** The seeded pipeline, which signs its calls. */
  readonly pipeline: Client;
  /** What the plane was told of and no caller: crashed functions and the like. */
  readonly troubles: readonly string[];
  /** What functions asked for at AWS without being granted it. */
  readonly denials: AccessDenied[];
  /** For who asks far more often than anybody may. */
  readonly allowRequests: (perMinute: number) => Promise<void>;
  readonly unusedGrants: Plane['unusedGrants'];
  /** A secret of the plane, which no answer may hold. */
  readonly secret: (parameter: SecretName) => Promise<string>;
  readonly dump: () => Promise<Dump>;
  /** What the functions have logged. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
};

/** A whole plane in this process: gateway, authorizers, functions and all behind them. */
export async function runPlane(options: Pick<PlaneOptions, 'speed' | 'accessOf'>): Promise<RunningPlane> {
  const directory = mkdtempSync(join(tmpdir(), 'dxcp-authority-'));
  const logFile = join(directory, 'functions.log');
  captureFunctionLog(logFile);
  const troubles: string[] = [];
  const denials: AccessDenied[] = [];
  const plane = await startPlane({
    port: 0,
    dataDir: join(directory, 'data'),
    skipUi: true,
    report: (where, error) => {
      if (error instanceof AccessDenied) denials.push(error);
      troubles.push(`${where}: ${error}`);
    },
    ...options,
  });
  const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const mint = openMint(plane);
  return {
    url: plane.url,
    mint,
    as: (person) => createClient({ baseUrl: plane.url, token: async () => mint.good(person) }),
    pipeline: createClient({ baseUrl: plane.url, signed: true, fetch: signedFetch() }),
    troubles,
    denials,
    unusedGrants: plane.unusedGrants,
    secret,
    allowRequests: (perMinute) => allowRequests(table, perMinute),
    dump: () => dump(table),
    log: () => readFileSync(logFile, 'utf8'),
    stop: async () => {
      table.destroy();
      await stop(plane, directory);
    },
  };
}

const stop = async (plane: Plane, directory: string): Promise<void> => {
  await plane.stop();
  rmSync(directory, { recursive: true });
};

type SecretName = '/engine/auth/secret' | '/engine/events/secret';

async function secret(parameter: SecretName): Promise<string> {
  const client = new SSMClient({});
  const Names = [`${CONFIG_PREFIX_DEFAULT}${parameter}`];
  const { Parameters = [] } = await client.send(new GetParametersCommand({ Names, WithDecryption: true }));
  client.destroy();
  const value = Parameters[0]?.Value;
  if (value === undefined) throw new Error(`The plane has no ${parameter}`);
  return value;
}

async function allowRequests(client: DynamoDBDocumentClient, perMinute: number): Promise<void> {
  await client.send(
    new UpdateCommand({
      TableName: TABLE,
      Key: planeKey('settings'),
      UpdateExpression: 'SET doc.#limits = :limits',
      ExpressionAttributeNames: { '#limits': 'limits' },
      ExpressionAttributeValues: { ':limits': { readRpm: perMinute, mutateRpm: perMinute } },
    }),
  );
}

async function dump(client: DynamoDBDocumentClient): Promise<Dump> {
  const items = new Map<string, string>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE, ConsistentRead: true })) {
    for (const item of Items) items.set(`${item.pk} ${item.sk}`, contents(item));
  }
  return items;
}

/** Some time after a deployment's end the plane looks for what is left of it in the engine; no request causes that. */
function contents({ g7: _, doc, ...item }: Record<string, unknown>): string {
  if (!isRecord(doc)) return JSON.stringify({ ...item, doc });
  const { handOver: __, recordVersion: ___, ...facts } = doc;
  return JSON.stringify({ ...item, facts });
}

/** The plane's own heartbeat, and the sealing of what is on record, which no request causes. */
const HEARTBEAT = /^(PLANE#(pulse|watch|breaker|denialsTold|chain) |SEAL#|SEALED#)/;

/** Keys of the items that were written between two dumps, removed ones too, but for hints whose time is over. Requests are counted whatever becomes of them. */
export const writtenBetween = (before: Dump, after: Dump): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key) && !HEARTBEAT.test(key))
    .filter((key) => after.has(key) || !key.startsWith('HINT#'))
    .filter((key) => !key.startsWith('RATE#'))
    .sort();
