import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/**
 * The one table as data, for the stack that deploys it and the local plane that creates it.
 *
 * The indexes are overloaded and project everything; they share one sort attribute, so an item carries its sort key
 * once. What each one holds:
 *
 * | index | deployments           | audit events | configuration |
 * |-------|-----------------------|--------------|---------------|
 * | gsi1  | service + environment | target       | all of a kind |
 * | gsi2  | service               | actor        |               |
 * | gsi3  | delivery group        | group        |               |
 * | gsi4  | environment + month   |              |               |
 * | gsi5  | state (+ month)       |              |               |
 * | gsi6  | month                 | month        |               |
 * | gsi7  | unsettled             |              |               |
 */

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';
export const INDEX_SORT_KEY = 'gk';
export const TIME_TO_LIVE = 'ttl';

/** Index name → its partition attribute. */
export const indexPartitions = {
  gsi1: 'g1',
  gsi2: 'g2',
  gsi3: 'g3',
  gsi4: 'g4',
  gsi5: 'g5',
  gsi6: 'g6',
  gsi7: 'g7',
} as const;
export type IndexName = keyof typeof indexPartitions;

const text = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const });

export const tableDefinition = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [PARTITION_KEY, SORT_KEY, INDEX_SORT_KEY, ...Object.values(indexPartitions)].map(text),
  KeySchema: [
    { AttributeName: PARTITION_KEY, KeyType: 'HASH' },
    { AttributeName: SORT_KEY, KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: Object.entries(indexPartitions).map(([name, partition]) => ({
    IndexName: name,
    KeySchema: [
      { AttributeName: partition, KeyType: 'HASH' as const },
      { AttributeName: INDEX_SORT_KEY, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'ALL' as const },
  })),
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

export const timeToLive = { AttributeName: TIME_TO_LIVE, Enabled: true };
