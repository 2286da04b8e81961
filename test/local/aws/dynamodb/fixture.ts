import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  createEmbeddedDynamo,
  type EmbeddedDynamo,
  type EmbeddedDynamoOptions,
} from '../../../../lib/local/aws/dynamodb/embedded.ts';

export const TABLE = 'plane';

const INDEXES = [1, 2, 3, 4, 5, 6, 7, 8];

/** A table like the plane's: string keys, eight overloaded indexes, a stream of both images. */
export function tableInput(indexes: number[] = INDEXES): CreateTableCommandInput {
  const names = ['pk', 'sk', ...indexes.flatMap((n) => [`gsi${n}pk`, `gsi${n}sk`])];
  return {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: indexes.map((n) => ({
      IndexName: `gsi${n}`,
      KeySchema: [
        { AttributeName: `gsi${n}pk`, KeyType: 'HASH' },
        { AttributeName: `gsi${n}sk`, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  };
}

export type Fixture = { dynamo: EmbeddedDynamo; client: DynamoDBClient; documents: DynamoDBDocumentClient };

/** A fresh embedded DynamoDB with the table, and real SDK clients on it that never retry. */
export async function openDynamo(options: Partial<EmbeddedDynamoOptions> = {}): Promise<Fixture> {
  const dynamo = await createEmbeddedDynamo({ now: () => Date.now(), ...options });
  await dynamo.ensureTable(tableInput());
  return { dynamo, ...clientsOf({ requestHandler: dynamo.requestHandler }) };
}

/** Real SDK clients; any credentials do. */
export function clientsOf(config: { requestHandler?: EmbeddedDynamo['requestHandler']; endpoint?: string }) {
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    ...config,
  });
  return { client, documents: DynamoDBDocumentClient.from(client) };
}

/** Two digits, so that numbers sort as text. */
export const padded = (n: number): string => String(n).padStart(2, '0');
