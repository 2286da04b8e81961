// Writes pairs of items in transactions until it is killed, and says after each that it has been answered.
import { createEmbeddedDynamo } from '../../../../lib/local/aws/dynamodb/embedded.ts';
import { TABLE, tableInput } from './fixture.ts';

const dynamo = await createEmbeddedDynamo({ path: process.argv[2], now: Date.now });
await dynamo.ensureTable(tableInput());
for (let n = 0; ; n += 1) {
  const put = (half: string) => ({
    Put: {
      TableName: TABLE,
      Item: { pk: { S: `pair-${n}` }, sk: { S: half }, gsi1pk: { S: 'all' }, gsi1sk: { S: `${n}-${half}` } },
    },
  });
  await dynamo.dispatch('TransactWriteItems', { TransactItems: [put('left'), put('right')] });
  process.stdout.write(`${n}\n`);
}
