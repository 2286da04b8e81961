import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { TABLE } from '../../lib/local/plane/names.ts';

/** A revision that nobody hits upon by chance. */
const FAR = 518_293_746;

const CONFIGURED = /^(SERVICE|ENVIRONMENT|GROUP|RECIPE)#/;

/** Takes everything that admins change to a revision that no random request names, so that none is admitted. */
export async function takeRevisionsFar(): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE, ConsistentRead: true })) {
    for (const { pk, sk } of Items) {
      if (CONFIGURED.test(String(pk)) && sk === 'RECORD') await setIn(client, { pk, sk }, { revision: FAR });
      if (pk === 'PLANE#publishers') await setIn(client, { pk, sk }, { revision: FAR });
      if (pk === 'PLANE#settings') await setIn(client, { pk, sk }, { parts: farParts });
    }
  }
  client.destroy();
}

const stamp = { revision: FAR, updatedAt: '2026-11-21T12:00:00.000Z', updatedBy: 'admin@example.com' };
const farParts = { rateLimits: stamp, ui: stamp, plane: stamp };

const setIn = (
  client: DynamoDBDocumentClient,
  { pk, sk }: { pk: unknown; sk: unknown },
  fields: Readonly<Record<string, unknown>>,
) => {
  const [name = '', value] = Object.entries(fields)[0] ?? [];
  return client.send(
    new UpdateCommand({
      TableName: TABLE,
      Key: { pk, sk },
      UpdateExpression: 'SET doc.#name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
};
