import { lastingPrefixes } from '../adapters/dynamodb/keys.ts';
import { type Access, type Collection, leadingKeyOf, type ParameterSet, parameterPaths } from './access.ts';

/** What accesses are granted on. */
export type Resources = {
  readonly tableName: string;
  readonly tableArn: string;
  readonly artifactBucketName: string;
  readonly artifactBucketArn: string;
  readonly configPrefix: string;
  readonly stateMachineArn?: string;
  readonly sealKeyArn: string;
  readonly sealBucketName: string;
  readonly sealBucketArn: string;
  readonly observer?: { readonly name: string; readonly arn: string };
};

/** Fails the synthesis where a function is granted something that its stack does not have. */
export const needed = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`A function needs ${what}, which is not there yet`);
  return value;
};

/** One statement of a policy, as IAM writes it. Whoever enforces policies reads the same ones that are deployed. */
export type Statement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  /** Operator → context key → what it is compared with. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** The access as IAM says it: named actions on named resources, items by their partition keys. */
export const statementsOf = (
  access: Access,
  resources: Resources & { /** Of the deployment parameters, up to their prefix. */ readonly parametersArn: string },
): readonly Statement[] => [
  ...tableStatements(access, resources.tableArn),
  ...artifactStatements(access, resources.artifactBucketArn),
  ...(access.parameters ? [allow('ssm:GetParameters', ...parameterArns(access.parameters, resources))] : []),
  ...(access.workflow === 'begin'
    ? [allow('states:StartExecution', needed(resources.stateMachineArn, 'the state machine'))]
    : []),
  ...(access.signs ? [{ ...allow('kms:Sign', resources.sealKeyArn), Action: ['kms:Sign', 'kms:GetPublicKey'] }] : []),
  ...(access.archives
    ? [{ ...allow('s3:PutObject', `${resources.sealBucketArn}/seals/*`), Action: ['s3:PutObject', 's3:GetObject'] }]
    : []),
  ...(access.observes ? [allow('lambda:InvokeFunction', needed(resources.observer, 'the observer').arn)] : []),
];

const parameterArns = (
  sets: ParameterSet | readonly ParameterSet[],
  { parametersArn }: { readonly parametersArn: string },
): readonly string[] => [sets].flat().flatMap((set) => parameterPaths[set].map((path) => parametersArn + path));

const allow = (action: string, ...resources: readonly string[]): Statement => ({
  Effect: 'Allow',
  Action: [action],
  Resource: resources,
});

const tableStatements = (access: Access, tableArn: string): readonly Statement[] => {
  const { reads, queries, lists = {}, puts, updates, deletes, checks } = access;
  const allowed = [
    // A consistent read of several items at one instant is authorized as so many single ones.
    items('dynamodb:BatchGetItem', tableArn, reads),
    items('dynamodb:GetItem', tableArn, reads),
    items('dynamodb:Query', tableArn, queries),
    ...Object.entries(lists).map(([index, collections]) =>
      items('dynamodb:Query', `${tableArn}/index/${index}`, collections),
    ),
    items('dynamodb:PutItem', tableArn, puts),
    items('dynamodb:UpdateItem', tableArn, updates),
    items('dynamodb:DeleteItem', tableArn, deletes),
    items('dynamodb:ConditionCheckItem', tableArn, checks),
  ].filter((statement) => statement !== undefined);
  return allowed.length === 0 ? [] : [...allowed, auditStays(tableArn)];
};

const items = (
  action: string,
  resource: string,
  collections: readonly Collection[] | undefined,
): Statement | undefined => {
  if (collections === undefined || collections.length === 0) return undefined;
  return {
    ...allow(action, resource),
    Condition: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': collections.map(leadingKeyOf) },
      // ForAllValues holds for a request without keys, too.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  };
};

const lasting = lastingPrefixes.map((prefix) => `${prefix}*`);

/** Whatever else is granted now or later: what is on record is neither changed nor removed. */
const auditStays = (tableArn: string): Statement => ({
  Effect: 'Deny',
  Action: [
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:BatchWriteItem',
    'dynamodb:PartiQLUpdate',
    'dynamodb:PartiQLDelete',
  ],
  Resource: [tableArn],
  Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': lasting } },
});

const artifactStatements = ({ artifacts }: Access, bucketArn: string): readonly Statement[] => {
  if (artifacts === undefined) return [];
  // Without the right to list, S3 answers 403 for a missing object, and missing could not be told from forbidden.
  const list = allow('s3:ListBucket', bucketArn);
  if (artifacts === 'list') return [list];
  const get = { ...allow('s3:GetObject', `${bucketArn}/*`), Action: ['s3:GetObject', 's3:GetObjectVersion'] };
  return [list, get];
};
