import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmbeddedDynamo, type EmbeddedDynamo } from '../../../lib/local/aws/dynamodb/embedded.ts';
import { hasErrorBody } from '../../../lib/local/aws/dynamodb/errors.ts';
import { isRecord } from '../../../lib/local/aws/dynamodb/wire.ts';
import { cases, type Step } from './aws-local-cases.ts';

type Ask = (operation: string, body: Record<string, unknown>) => Promise<unknown>;

const endpoint = process.env.DYNAMODB_ENDPOINT ?? '';
let embedded: EmbeddedDynamo;
beforeAll(async () => {
  embedded = await createEmbeddedDynamo({ now: Date.now });
});
afterAll(() => embedded.close());

const askEmbedded: Ask = (operation, body) =>
  embedded.dispatch(operation, JSON.parse(JSON.stringify(body))).catch((error: unknown) => {
    if (hasErrorBody(error)) return error.body;
    throw error;
  });

const askAws: Ask = async (operation, body) => {
  const scope = 'Credential=local/20260101/eu-central-1/dynamodb/aws4_request';
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(body),
  });
  return response.json();
};

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const table = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'g1', 'gk'].map(text),
  KeySchema: keys('pk', 'sk'),
  GlobalSecondaryIndexes: [
    { IndexName: 'all', KeySchema: keys('g1', 'gk'), Projection: { ProjectionType: 'ALL' } },
    {
      IndexName: 'some',
      KeySchema: keys('g1', 'gk'),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['word'] },
    },
  ],
};

/** The answers to all steps on a new table. What two databases cannot have in common is taken out. */
async function play(ask: Ask, steps: readonly Step[]): Promise<readonly unknown[]> {
  const [name, token] = [`case-${randomUUID()}`, randomUUID()];
  await ask('CreateTable', { ...table, TableName: name });
  const answers: unknown[] = [];
  for (const [operation, body] of steps) {
    const filled: unknown = JSON.parse(JSON.stringify(body).replaceAll('@table', name).replaceAll('@token', token));
    if (!isRecord(filled)) throw new Error('A body is an object');
    const answer = await ask(operation, named(operation, filled, name));
    answers.push(comparable(JSON.parse(JSON.stringify(answer).replaceAll(name, '@table'))));
  }
  return answers;
}

const single = ['Put', 'Update', 'Delete', 'ConditionCheck', 'Get'];

/** The table's name wherever the operation wants one. */
function named(operation: string, body: Record<string, unknown>, TableName: string): Record<string, unknown> {
  if (operation.startsWith('Batch')) return body;
  if (!operation.startsWith('Transact')) return { TableName, ...body };
  const entries = Array.isArray(body.TransactItems) ? body.TransactItems.filter(isRecord) : [];
  const TransactItems = entries.map((entry) =>
    Object.fromEntries(
      Object.entries(entry).map(([kind, part]) => [
        kind,
        single.includes(kind) && isRecord(part) ? { TableName, ...part } : part,
      ]),
    ),
  );
  return { ...body, TransactItems };
}

/** Errors count by their type and, in transactions, by their reasons; the words are nobody's contract. */
function comparable(answer: unknown): unknown {
  if (!isRecord(answer)) return answer;
  const type = answer.__type;
  if (typeof type !== 'string') return sorted(answer);
  const reasons = Array.isArray(answer.CancellationReasons)
    ? answer.CancellationReasons.map((reason) =>
        isRecord(reason) ? sorted({ ...reason, Message: undefined }) : reason,
      )
    : undefined;
  return {
    error: type.split('#').at(-1),
    ...(reasons && { reasons }),
    ...(answer.Item !== undefined && { item: sorted(answer.Item) }),
  };
}

/** Sets have no order, and an absent field is as good as an empty one. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(([name, member]) => [
      name,
      ['SS', 'NS'].includes(name) && Array.isArray(member) ? [...member].sort() : sorted(member),
    ]);
  return Object.fromEntries(entries);
}

const documented = readFileSync(new URL('../../../docs/dynamodb-local.md', import.meta.url), 'utf8');

describe('the embedded DynamoDB answers as AWS’s DynamoDB Local does when it is asked', () => {
  test.each(cases)('$asks', async ({ steps, differs }) => {
    const [ours, theirs] = [await play(askEmbedded, steps), await play(askAws, steps)];
    if (differs === undefined) return expect(ours).toEqual(theirs);
    expect(ours, 'they are no longer different').not.toEqual(theirs);
    expect(documented).toContain(differs);
  });
});
