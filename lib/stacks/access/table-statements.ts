import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { indexPartitions } from '../../adapters/dynamodb/table.ts';
import { type Area, isIndexed, leadingKeysOf } from './areas.ts';
import type { Grant } from './grant.ts';

/**
 * Rights on the table, by partition key. Only actions that name keys are ever allowed: a scan or a PartiQL statement
 * carries no leading keys, which the condition would read as "all of none".
 */
const actions = {
  reads: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
  puts: ['dynamodb:PutItem'],
  updates: ['dynamodb:UpdateItem'],
  checks: ['dynamodb:ConditionCheckItem'],
} as const;
type TableUse = keyof typeof actions;
const uses: readonly TableUse[] = ['reads', 'puts', 'updates', 'checks'];

const areasFor = (grants: readonly Grant[], use: TableUse): readonly Area[] => {
  const areas = grants.flatMap((grant) => (grant.kind === use ? grant.areas : []));
  return [...new Set(areas)].sort();
};

const indexArns = ({ tableArn }: ITableV2): readonly string[] =>
  Object.keys(indexPartitions).map((index) => `${tableArn}/index/${index}`);

const allow = (table: ITableV2, use: TableUse, areas: readonly Area[]): PolicyStatement =>
  new PolicyStatement({
    actions: [...actions[use]],
    resources: [table.tableArn, ...(use === 'reads' && areas.some(isIndexed) ? indexArns(table) : [])],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': areas.map(leadingKeysOf) } },
  });

/** History is added to and never changed; said again as a denial, so that no later grant can take it back by accident. */
const denyChangingHistory = (table: ITableV2): PolicyStatement =>
  new PolicyStatement({
    effect: Effect.DENY,
    actions: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    resources: [table.tableArn],
    conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [leadingKeysOf('audit')] } },
  });

export const usesTable = (grants: readonly Grant[]): boolean => uses.some((use) => areasFor(grants, use).length > 0);

export const tableStatements = (table: ITableV2, grants: readonly Grant[]): readonly PolicyStatement[] => {
  if (!usesTable(grants)) return [];
  const allowed = uses.flatMap((use) => {
    const areas = areasFor(grants, use);
    return areas.length === 0 ? [] : [allow(table, use, areas)];
  });
  return [...allowed, denyChangingHistory(table)];
};
