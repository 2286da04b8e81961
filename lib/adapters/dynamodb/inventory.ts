import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { SealTools } from '../../domain/seals/evidence.ts';
import type { Inventory } from '../../ports/inventory.ts';
import { type Patience, patiently } from './patience.ts';
import { thingOf } from './things.ts';

export type InventoryOptions = Patience & {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly tools: SealTools;
  /** Items looked at with one request; fewer when they are large. */
  readonly pageSize?: number;
};

const PAGE_SIZE = 500;

/** Reads the whole table, consistently item by item. Needs the operator's right to scan, which no function has. */
export const createInventory = ({
  client,
  table,
  tools,
  pageSize = PAGE_SIZE,
  ...patience
}: InventoryOptions): Inventory => {
  const documents = DynamoDBDocumentClient.from(client);
  const readPage = (after: Record<string, unknown> | undefined) =>
    patiently(
      () =>
        documents.send(
          new ScanCommand({ TableName: table, ConsistentRead: true, Limit: pageSize, ExclusiveStartKey: after }),
        ),
      patience,
    );
  return {
    async *readAll() {
      let after: Record<string, unknown> | undefined;
      do {
        const page = await readPage(after);
        yield (page.Items ?? []).map((item) => thingOf(item, tools));
        after = page.LastEvaluatedKey;
      } while (after !== undefined);
    },
  };
};
