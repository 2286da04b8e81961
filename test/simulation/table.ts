import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tableDefinition } from '../../lib/adapters/dynamodb/table.ts';
import { type Core, openCore } from '../../lib/local/aws/dynamodb/core.ts';
import { internalServerError, throttled } from '../../lib/local/aws/dynamodb/errors.ts';
import type { Faults } from '../../lib/local/aws/dynamodb/faults.ts';
import { perform } from '../../lib/local/aws/dynamodb/operations.ts';
import { tableStream } from '../../lib/local/aws/dynamodb/stream.ts';
import { decodedItem, decodedResponse, encodedRequest, type Plain, type PlainItem } from './attributes.ts';

/** The table of a run: the product's own adapter on the embedded database, without the wire in between. */

export const TABLE = 'dxcp-simulation';

/** One item before and after a write. */
export type ItemChange = { readonly before: PlainItem | undefined; readonly after: PlainItem | undefined };

export type TableFaults = Pick<Faults, 'gsiLagMs'>;

export type Table = {
  readonly faults: TableFaults;
  /** Performs an operation in the SDK's words, without its wire. */
  perform(operation: string, input: Plain): Promise<Plain>;
  /** What was written since this was asked before, in order. */
  changes(): Promise<readonly ItemChange[]>;
  close(): Promise<void>;
};

export type Rows = { readonly entries: readonly (readonly [string, unknown])[]; readonly catalog: Core['catalog'] };

/** The embedded database in memory; another one can begin with the rows of this one. */
export const openEmbeddedTable = async (
  now: () => number,
  from?: Rows,
): Promise<Table & { readonly rows: () => Promise<Rows> }> => {
  const faults: Faults = {};
  const core = await openCore({ now, faults, sleep: async () => undefined });
  if (from) {
    await core.store.db.batch(from.entries.map(([key, value]) => ({ type: 'put' as const, key, value })));
    for (const [name, table] of from.catalog) core.catalog.set(name, table);
  } else {
    await perform(core, 'CreateTable', { TableName: TABLE, ...tableDefinition });
  }
  const stream = tableStream(core, TABLE);
  let after: string | undefined;
  return {
    faults,
    perform: async (operation, input) => decodedResponse(await perform(core, operation, encodedRequest(input))),
    changes: async () => {
      const records = await stream.read({ after, limit: 1000 });
      after = records.at(-1)?.dynamodb?.SequenceNumber ?? after;
      return records.map(({ dynamodb }) => ({
        before: dynamodb?.OldImage && decodedItem(dynamodb.OldImage),
        after: dynamodb?.NewImage && decodedItem(dynamodb.NewImage),
      }));
    },
    rows: async () => ({
      entries: await core.store.db.iterator({ gte: '', lt: '\uffff' }).all(),
      catalog: core.catalog,
    }),
    close: () => core.store.db.close(),
  };
};

const operations: Readonly<Record<string, { readonly name: string; readonly method: string }>> = {
  BatchGetCommand: { name: 'BatchGetItem', method: 'store.get' },
  TransactGetCommand: { name: 'TransactGetItems', method: 'store.get together' },
  QueryCommand: { name: 'Query', method: 'store.query' },
  TransactWriteCommand: { name: 'TransactWriteItems', method: 'store.write' },
  UpdateCommand: { name: 'UpdateItem', method: 'store.count' },
  ScanCommand: { name: 'Scan', method: 'store.scan' },
};

type Outside = (method: string, perform: (fault: string | undefined) => Promise<unknown>) => Promise<unknown>;
type Send = (command: { readonly constructor: { readonly name: string }; readonly input: unknown }) => Promise<unknown>;

/** What clients of the simulation do with a command, by their configuration. */
const sends = new WeakMap<object, Send>();
const sendOnTheWire = DynamoDBDocumentClient.prototype.send;

/** Commands of these clients skip all that is for the wire, which is most of what they cost. */
Reflect.set(
  DynamoDBDocumentClient.prototype,
  'send',
  function send(this: DynamoDBDocumentClient, ...sent: Parameters<typeof sendOnTheWire>) {
    const own = sends.get(this.config);
    return own ? own(sent[0]) : sendOnTheWire.apply(this, sent);
  },
);

const unsent = new DynamoDBClient({ region: 'eu-central-1', credentials: { accessKeyId: '-', secretAccessKey: '-' } });

/** An SDK client whose requests end at the table; each waits outside until it may go on. */
export const clientOf = (table: Table, outside: Outside, written: () => Promise<void>): DynamoDBClient => {
  const client: DynamoDBClient = Object.create(unsent, { config: { value: { ...unsent.config } } });
  sends.set(client.config, async (command) => {
    const { name, method } = operations[command.constructor.name] ?? { name: '', method: '' };
    const input = command.input as Plain;
    const asked = (part: Plain) => (fault: string | undefined) => answer(table, { name, input: part, fault, written });
    const halves = name === 'BatchGetItem' ? halvesOf(input) : undefined;
    let torn: Plain | undefined;
    const first = await outside(method, async (fault) => {
      const tears = fault === 'torn' || fault === 'torn backwards';
      if (!tears || !halves) return asked(input)(tears ? undefined : fault);
      const [earlier, later] = fault === 'torn' ? halves : [halves[1], halves[0]];
      torn = later;
      return asked(earlier)(undefined);
    });
    const rest = torn && (await outside('store.rest', asked(torn)));
    return rest === undefined ? first : together(first as Plain, rest as Plain);
  });
  return client;
};

/** The keys of a batch, the earlier and the later half. */
const halvesOf = (input: Plain): readonly [Plain, Plain] | undefined => {
  const request = input.RequestItems as Record<string, { readonly Keys?: readonly unknown[] }>;
  const keys = request[TABLE]?.Keys ?? [];
  if (keys.length < 2) return undefined;
  const half = Math.ceil(keys.length / 2);
  const of = (part: readonly unknown[]): Plain => ({
    ...input,
    RequestItems: { [TABLE]: { ...request[TABLE], Keys: part } },
  });
  return [of(keys.slice(0, half)), of(keys.slice(half))];
};

const together = (first: Plain, rest: Plain): Plain => {
  const of = (answer: Plain) => (answer.Responses as Record<string, readonly unknown[]>)[TABLE] ?? [];
  return { ...first, Responses: { [TABLE]: [...of(first), ...of(rest)] } };
};

type Asked = {
  readonly name: string;
  readonly input: Plain;
  readonly fault: string | undefined;
  readonly written: () => Promise<void>;
};

const answer = async (table: Table, { name, input, fault, written }: Asked): Promise<Plain> => {
  try {
    if (fault === 'throttled') throw throttled();
    if (fault === 'unanswered') throw internalServerError();
    if (fault === 'conflict') throw conflict(input);
    const output = await table.perform(name, input);
    if (name === 'TransactWriteItems' || name === 'UpdateItem') await written();
    if (fault === 'lost') throw internalServerError();
    return output;
  } catch (error) {
    throw asTheSdkThrows(error);
  }
};

/** One part of the transaction met another that was open. */
const conflict = (input: Plain): Error => {
  const parts = Array.isArray(input.TransactItems) ? input.TransactItems.length : 1;
  const CancellationReasons = Array.from({ length: parts }, (_, index) => ({
    Code: index === parts - 1 ? 'TransactionConflict' : 'None',
  }));
  return Object.assign(new Error('Transaction cancelled'), {
    name: 'TransactionCanceledException',
    statusCode: 400,
    body: { __type: '#TransactionCanceledException', CancellationReasons },
  });
};

const asTheSdkThrows = (error: unknown): unknown => {
  if (!(error instanceof Error && 'body' in error && 'statusCode' in error)) return error;
  const { body, statusCode } = error;
  const type = typeof body === 'object' && body !== null && '__type' in body ? String(body.__type) : '';
  return Object.assign(new Error(error.message), body, {
    name: type.split('#').at(-1) ?? '',
    $metadata: { httpStatusCode: statusCode },
  });
};
