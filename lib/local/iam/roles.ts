import { createHash, randomBytes } from 'node:crypto';
import { operations } from '../../contract/routes.ts';
import { CONFIG_PREFIX_DEFAULT } from '../../contract/variables.ts';
import type { Access } from '../../stacks/access.ts';
import { backgroundGrants, grantsOf } from '../../stacks/grants.ts';
import { type Statement, statementsOf } from '../../stacks/statements.ts';
import { keyArn } from '../aws/kms.ts';
import { machineArn } from '../aws/states/endpoint.ts';
import { ARTIFACT_BUCKET, backgroundFunctions, SEAL_BUCKET, SEAL_KEY, STATE_MACHINE, TABLE } from '../plane/names.ts';
import { tableArn } from './asks/dynamodb.ts';
import { bucketArn, functionArn, parametersArn } from './asks/services.ts';

/** The role of one function: its own key pair, and what it was granted. */
export type FunctionRole = {
  /** The function's file below `functions`, e.g. `api/deployments/create`. */
  readonly path: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** What every function is granted where the stacks deploy it. */
export const deployedAccess: ReadonlyMap<string, Access> = new Map<string, Access>([
  ...operations.map((operation) => [`api/${operation.replace('.', '/')}`, grantsOf(operation)] as const),
  ...Object.entries(backgroundGrants),
]);

/** Keys are made for one start of the plane. */
export const createRoles = (): readonly FunctionRole[] =>
  [...deployedAccess.keys()].map((path) => ({
    path,
    accessKeyId: `ASIA${createHash('sha256').update(path).digest('hex').slice(0, 16).toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  }));

/** The session that AWS would name in a refusal. */
export const sessionOf = (path: string, accountId: string): string =>
  `arn:aws:sts::${accountId}:assumed-role/dxcp-local-${path.replaceAll('/', '-')}/local`;

const observerName = Object.entries(backgroundFunctions).find(([, path]) => path === 'workflow/observe')?.[0] ?? '';

const resources = {
  tableName: TABLE,
  tableArn: tableArn(TABLE),
  artifactBucketName: ARTIFACT_BUCKET,
  artifactBucketArn: bucketArn(ARTIFACT_BUCKET),
  configPrefix: CONFIG_PREFIX_DEFAULT,
  sealKeyArn: keyArn(SEAL_KEY),
  sealBucketName: SEAL_BUCKET,
  sealBucketArn: bucketArn(SEAL_BUCKET),
  parametersArn: parametersArn + CONFIG_PREFIX_DEFAULT,
  stateMachineArn: machineArn(STATE_MACHINE),
  observer: { name: observerName, arn: functionArn(observerName) },
};

const known = new WeakMap<Access, readonly Statement[]>();

/** The very statements that the stacks would deploy for the access, on what this plane has. */
export function policyOf(access: Access): readonly Statement[] {
  const before = known.get(access);
  if (before) return before;
  const statements = statementsOf(access, resources);
  known.set(access, statements);
  return statements;
}
