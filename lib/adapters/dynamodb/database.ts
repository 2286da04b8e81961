import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Key } from './keys.ts';
import { type Patience, patiently } from './patience.ts';
import { INDEX_SORT_KEY, type IndexName, indexPartitions, PARTITION_KEY, SORT_KEY } from './table.ts';

/** The few requests this adapter makes of DynamoDB, each retried with patience and counted. */

export type Item = Readonly<Record<string, unknown>>;
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

export type ItemUpdate = Omit<UpdateCommandInput, 'TableName' | 'ReturnValues'>;

/** What one request consumed, in capacity units, indexes included. */
export type Capacity = {
  readonly request: 'get' | 'query' | 'transact' | 'update';
  readonly readUnits: number;
  readonly writeUnits: number;
};

export type DatabaseOptions = Patience & {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly onCapacity?: ((capacity: Capacity) => void) | undefined;
};

/** One partition between two sort keys, both included. */
export type PartitionQuery = {
  /** Absent: the table itself, read consistently. */
  readonly index?: IndexName;
  readonly partition: string;
  readonly from: string;
  readonly to: string;
  readonly descending: boolean;
  readonly limit?: number;
};
export type PartitionPage = {
  readonly items: readonly Item[];
  /** Sort key of the last item looked at, while there may be more. */
  readonly last?: string;
};

export interface Database {
  readonly table: string;
  /** Consistent, in no order, up to 100 keys a request; what does not exist is left out. */
  get(keys: readonly Key[]): Promise<readonly Item[]>;
  /** As they were together at one instant; up to 100 keys. Costs twice the capacity of `get`. */
  getTogether(keys: readonly Key[]): Promise<readonly Item[]>;
  query(query: PartitionQuery): Promise<PartitionPage>;
  /** Repeating it with the same token does it once. Throws what the SDK throws. */
  transact(items: readonly TransactItem[], token: string): Promise<void>;
  /** One item, without a transaction and without patience; what it has become. Throws what the SDK throws. */
  update(request: ItemUpdate): Promise<Item>;
}

const capacityOf = (request: Capacity['request'], consumed: readonly ConsumedCapacity[]): Capacity => {
  const total = consumed.reduce((sum, each) => sum + (each.CapacityUnits ?? 0), 0);
  if (request === 'update') return { request, readUnits: 0, writeUnits: total };
  if (request !== 'transact') return { request, readUnits: total, writeUnits: 0 };
  const reads = consumed.reduce((sum, each) => sum + (each.ReadCapacityUnits ?? 0), 0);
  return { request, readUnits: reads, writeUnits: total - reads };
};

const keyInputOf = (query: PartitionQuery) => ({
  KeyConditionExpression: '#partition = :partition AND #sort BETWEEN :from AND :to',
  ExpressionAttributeNames: {
    '#partition': query.index ? indexPartitions[query.index] : PARTITION_KEY,
    '#sort': query.index ? INDEX_SORT_KEY : SORT_KEY,
  },
  ExpressionAttributeValues: { ':partition': query.partition, ':from': query.from, ':to': query.to },
  ScanIndexForward: !query.descending,
  ...(query.index ? { IndexName: query.index } : { ConsistentRead: true }),
  ...(query.limit === undefined ? {} : { Limit: query.limit }),
});

const BATCH_MAX = 100;

/** The document client of this adapter: absent fields are left out of items. */
const documentsOf = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

export const createDatabase = (options: DatabaseOptions): Database => {
  const { table, onCapacity } = options;
  const documents = documentsOf(options.client);
  const count = (request: Capacity['request'], consumed: readonly (ConsumedCapacity | undefined)[] | undefined) =>
    onCapacity?.(capacityOf(request, consumed?.filter((each) => each !== undefined) ?? []));

  const getSome = async (keys: readonly Key[]): Promise<{ items: Item[]; left: Key[] }> => {
    const answer = await documents.send(
      new BatchGetCommand({
        RequestItems: { [table]: { Keys: keys.map(({ pk, sk }) => ({ pk, sk })), ConsistentRead: true } },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    count('get', answer.ConsumedCapacity);
    const left = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Key[];
    return { items: answer.Responses?.[table] ?? [], left };
  };

  const getBatch = async (keys: readonly Key[]): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let left = keys;
    await patiently(async () => {
      const some = await getSome(left);
      items.push(...some.items);
      left = some.left;
      if (left.length > 0) throw new UnprocessedKeys();
    }, options);
    return items;
  };

  return {
    table,
    async get(keys) {
      const batches = Array.from({ length: Math.ceil(keys.length / BATCH_MAX) }, (_, batch) =>
        getBatch(keys.slice(batch * BATCH_MAX, (batch + 1) * BATCH_MAX)),
      );
      return (await Promise.all(batches)).flat();
    },
    async getTogether(keys) {
      const answer = await patiently(
        () =>
          documents.send(
            new TransactGetCommand({
              TransactItems: keys.map(({ pk, sk }) => ({ Get: { TableName: table, Key: { pk, sk } } })),
              ReturnConsumedCapacity: 'TOTAL',
            }),
          ),
        options,
      );
      count('get', answer.ConsumedCapacity);
      return (answer.Responses ?? []).flatMap(({ Item: item }) => item ?? []);
    },
    async query(query) {
      const answer = await patiently(
        () =>
          documents.send(new QueryCommand({ TableName: table, ...keyInputOf(query), ReturnConsumedCapacity: 'TOTAL' })),
        options,
      );
      count('query', [answer.ConsumedCapacity]);
      const last: unknown = answer.LastEvaluatedKey?.[query.index ? INDEX_SORT_KEY : SORT_KEY];
      return { items: answer.Items ?? [], ...(typeof last === 'string' ? { last } : {}) };
    },
    async transact(items, token) {
      const request = {
        TransactItems: [...items],
        ClientRequestToken: token,
        ReturnConsumedCapacity: 'TOTAL' as const,
      };
      const answer = await documents.send(new TransactWriteCommand(request));
      count('transact', answer.ConsumedCapacity);
    },
    async update(request) {
      const answer = await documents.send(
        new UpdateCommand({
          ...request,
          TableName: table,
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ReturnConsumedCapacity: 'TOTAL',
        }),
      );
      count('update', [answer.ConsumedCapacity]);
      return answer.Attributes ?? {};
    },
  };
};

/** DynamoDB answered part of a batch and asks for patience with the rest. */
class UnprocessedKeys extends Error {
  override readonly name = 'ThrottlingException';
}
