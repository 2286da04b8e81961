// Writes groups of eight items in transactions until it is killed, and names each that has been answered. Several writers
// keep the database busy, so that the kill falls into a commit and not between two.
import { createEmbeddedDynamo } from '../../../../lib/local/aws/dynamodb/embedded.ts';
import { TABLE, tableInput } from './fixture.ts';

const dynamo = await createEmbeddedDynamo({ path: process.argv[2], now: Date.now });
await dynamo.ensureTable(tableInput());

async function writeForever(writer: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    const group = `${process.pid}-${writer}-${n}`;
    const put = (member: number) => ({
      Put: {
        TableName: TABLE,
        Item: { pk: { S: group }, sk: { S: `${member}` }, gsi1pk: { S: 'all' }, gsi1sk: { S: `${group}-${member}` } },
      },
    });
    await dynamo.dispatch('TransactWriteItems', { TransactItems: [1, 2, 3, 4, 5, 6, 7, 8].map(put) });
    process.stdout.write(`${group}\n`);
  }
}

await Promise.all([1, 2, 3, 4].map(writeForever));
