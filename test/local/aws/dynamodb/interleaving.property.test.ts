import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand, ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Faults } from '../../../../lib/local/aws/dynamodb/faults.ts';
import { type Fixture, openDynamo, TABLE } from './fixture.ts';

const ACCOUNTS = ['a', 'b', 'c', 'd'];
const START = 10;

type Transfer = { from: string; to: string; amount: number };
type Item = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const key = (account: string) => ({ pk: account, sk: 'account' });

function add(account: string, amount: number): Item {
  return {
    Update: {
      TableName: TABLE,
      Key: key(account),
      UpdateExpression: 'ADD balance :amount',
      ...(amount < 0 && { ConditionExpression: 'balance >= :least' }),
      ExpressionAttributeValues: { ':amount': amount, ...(amount < 0 && { ':least': -amount }) },
    },
  };
}

// A transfer leaves a receipt, so that the history can be added up independently of the balances.
function transferring(fixture: Fixture, { from, to, amount }: Transfer, receipt: number) {
  const items = [
    add(from, -amount),
    add(to, amount),
    { Put: { TableName: TABLE, Item: { pk: `receipt-${receipt}`, sk: 'receipt', from, to, amount } } },
  ];
  return fixture.documents.send(new TransactWriteCommand({ TransactItems: items }));
}

async function balances(fixture: Fixture): Promise<Record<string, unknown>> {
  const pairs = ACCOUNTS.map(async (account) => {
    const { Item } = await fixture.documents.send(new GetCommand({ TableName: TABLE, Key: key(account) }));
    return [account, Item?.balance];
  });
  return Object.fromEntries(await Promise.all(pairs));
}

const transfers = fc.array(
  fc
    .record({
      from: fc.constantFrom(...ACCOUNTS),
      to: fc.constantFrom(...ACCOUNTS),
      amount: fc.integer({ min: 1, max: 9 }),
    })
    .filter(({ from, to }) => from !== to),
  { minLength: 1, maxLength: 15 },
);
const rates = fc.record({
  conflictRate: fc.constantFrom(0, 0.2),
  throttleRate: fc.constantFrom(0, 0.2),
  internalErrorRate: fc.constantFrom(0, 0.2),
  conflictWindow: fc.constantFrom(undefined, { holdMs: 1 }),
});

it('Transactions in any interleaving, with any faults, happen as a whole or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(
      transfers,
      rates,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      async (wanted, rate, chance) => {
        const fixture = await openDynamo();
        for (const account of ACCOUNTS) {
          await fixture.documents.send(new PutCommand({ TableName: TABLE, Item: { ...key(account), balance: START } }));
        }
        const faults: Faults = { ...rate, random: () => chance.next().value };
        Object.assign(fixture.dynamo.faults, faults);
        const settled = await Promise.allSettled(wanted.map((transfer, n) => transferring(fixture, transfer, n)));
        Object.assign(fixture.dynamo.faults, {
          conflictRate: 0,
          throttleRate: 0,
          internalErrorRate: 0,
          conflictWindow: undefined,
        });

        const { Items = [] } = await fixture.documents.send(new ScanCommand({ TableName: TABLE }));
        const receipts = Items.filter(({ sk }) => sk === 'receipt');
        const expected = Object.fromEntries(ACCOUNTS.map((account) => [account, START]));
        for (const { from, to, amount } of receipts) {
          expected[from] = (expected[from] ?? 0) - amount;
          expected[to] = (expected[to] ?? 0) + amount;
        }
        expect(await balances(fixture)).toEqual(expected);
        expect(Object.values(expected).every((balance) => balance >= 0)).toBe(true);

        const kept = new Set(receipts.map(({ pk }) => pk));
        for (const [n, { status }] of settled.entries())
          if (status === 'fulfilled') expect(kept).toContain(`receipt-${n}`);
        const records = await fixture.dynamo.stream(TABLE).read({ limit: 1000 });
        expect(records).toHaveLength(ACCOUNTS.length + 3 * receipts.length);
        await fixture.dynamo.close();
      },
    ),
    { numRuns: 60 },
  );
});
