import { indexPartitions, PARTITION_KEY } from '../../../adapters/dynamodb/table.ts';
import { isRecord } from '../../aws/dynamodb/wire.ts';
import { ACCOUNT_ID } from '../../gateway/event.ts';
import { REGION } from '../../plane/names.ts';
import type { Ask } from '../evaluate.ts';

/** What a DynamoDB request asks for. Items are told apart by their partition keys, the index's own for an index. */
export function asksOfDynamo(operation: string, body: unknown): readonly Ask[] {
  const request = record(body);
  if (operation === 'TransactGetItems' || operation === 'TransactWriteItems')
    return merged(list(request.TransactItems).flatMap(asksOfMember));
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return Object.entries(record(request.RequestItems)).map(([table, wanted]) =>
      askFor(operation, tableArn(table), keysOfBatch(wanted)),
    );
  }
  if (operation === 'Query') return [query(request)];
  return [askFor(operation, tableArn(request.TableName), [keyOf(request)])];
}

const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const tableArn = (name: unknown): string => `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${String(name)}`;

const askFor = (operation: string, resource: string, keys: readonly (string | undefined)[]): Ask => {
  const known = keys.filter((key) => key !== undefined);
  return {
    action: `dynamodb:${operation}`,
    resource,
    // One key that cannot be told makes all of them unknown: nothing is let through for it.
    context: keys.length > 0 && known.length === keys.length ? { 'dynamodb:LeadingKeys': known } : {},
  };
};

/** An attribute of the only type that keys have here. */
const textOf = (value: unknown): string | undefined => {
  const { S } = record(value);
  return typeof S === 'string' ? S : undefined;
};

const keyOf = ({ Key, Item }: Record<string, unknown>): string | undefined =>
  textOf(record(Key ?? Item)[PARTITION_KEY]);

const keysOfBatch = (wanted: unknown): readonly (string | undefined)[] => {
  const writes = list(wanted).flatMap((entry) => Object.values(record(entry)));
  const reads = list(record(wanted).Keys).map((Key) => ({ Key }));
  return [...writes, ...reads].map((one) => keyOf(record(one)));
};

const memberOperations: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

const asksOfMember = (member: unknown): readonly Ask[] =>
  Object.entries(record(member)).map(([kind, request]) => {
    const { TableName, ...rest } = record(request);
    return askFor(memberOperations[kind] ?? kind, tableArn(TableName), [keyOf(rest)]);
  });

/** One ask for each action and table, about all of their keys. */
function merged(asks: readonly Ask[]): readonly Ask[] {
  const groups = new Map<string, Ask[]>();
  for (const ask of asks) {
    const name = `${ask.action} ${ask.resource}`;
    groups.set(name, [...(groups.get(name) ?? []), ask]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const keys = group.map(({ context }) => context['dynamodb:LeadingKeys']);
    const known = keys.filter((each) => each !== undefined);
    return [{ ...first, context: known.length === keys.length ? { 'dynamodb:LeadingKeys': known.flat() } : {} }];
  });
}

const indexes: Readonly<Record<string, string>> = indexPartitions;

const query = (request: Record<string, unknown>): Ask => {
  const { TableName, IndexName } = request;
  const isOnTable = IndexName === undefined;
  const partition = isOnTable ? PARTITION_KEY : indexes[String(IndexName)];
  const resource = isOnTable ? tableArn(TableName) : `${tableArn(TableName)}/index/${String(IndexName)}`;
  return askFor('Query', resource, [partitionIn(request, partition)]);
};

/** The value that a key condition compares the partition attribute with. */
const partitionIn = (request: Record<string, unknown>, attribute: string | undefined): string | undefined => {
  const names = record(request.ExpressionAttributeNames);
  const values = record(request.ExpressionAttributeValues);
  const equalities = [...String(request.KeyConditionExpression).matchAll(/([#\w]+)\s*=\s*(:\w+)/g)];
  const [, , value = ''] = equalities.find(([, name = '']) => (names[name] ?? name) === attribute) ?? [];
  return textOf(values[value]);
};
