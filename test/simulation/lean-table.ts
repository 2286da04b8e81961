import { exception } from '../../lib/local/aws/dynamodb/errors.ts';
import { encodedItem, type Plain, type PlainItem } from './attributes.ts';
import { conditionOf, type Substitutes, updateOf } from './expressions.ts';
import type { ItemChange, Table, TableFaults } from './table.ts';

/**
 * The part of DynamoDB that the adapter uses, on plain items in memory: the second lane of the simulation, for speed.
 * It passes the suite of all stores, as the embedded database does.
 */

const TOKENS_KEPT_MS = 10 * 60_000;
/** Versions older than the longest lag are nobody's. */
const VERSIONS_KEPT_MS = 120_000;

type Versioned = {
  item: PlainItem | undefined;
  past: { readonly until: number; readonly item: PlainItem | undefined }[];
};

export const openLeanTable = (now: () => number, items: readonly PlainItem[] = []): Table => {
  const kept = new Map<string, Versioned>();
  const tokens = new Map<string, number>();
  const faults: TableFaults = {};
  let changes: ItemChange[] = [];

  const get = (key: Plain): PlainItem | undefined => kept.get(nameOf(key))?.item;

  const write = (key: Plain, after: PlainItem | undefined): void => {
    const versioned = kept.get(nameOf(key)) ?? { item: undefined, past: [] };
    const before = versioned.item;
    versioned.past = versioned.past.filter(({ until }) => until > now() - VERSIONS_KEPT_MS);
    versioned.past.push({ until: now(), item: before });
    versioned.item = after;
    kept.set(nameOf(key), versioned);
    if (JSON.stringify(before) !== JSON.stringify(after)) changes.push({ before, after });
  };

  /** As a lagging index shows it: what was replaced a moment ago is still there. */
  const lagging = ({ item, past }: Versioned): PlainItem | undefined => {
    const lag = faults.gsiLagMs ?? 0;
    const hidden = lag > 0 ? past.find(({ until }) => until > now() - lag) : undefined;
    return hidden ? hidden.item : item;
  };

  const query = (input: Plain): Plain => {
    const holds = conditionOf(String(input.KeyConditionExpression));
    const by = substitutesOf(input);
    const sortAttribute = input.IndexName === undefined ? 'sk' : 'gk';
    const found = [...kept.values()]
      .flatMap((versioned): readonly PlainItem[] => {
        const item = input.IndexName === undefined ? versioned.item : lagging(versioned);
        return item ? [item] : [];
      })
      .filter((item) => holds(item, by))
      .sort((a, b) => compared(a, b, sortAttribute));
    if (input.ScanIndexForward === false) found.reverse();
    return pageOf(found, input, sortAttribute);
  };

  const scan = (input: Plain): Plain => {
    const all = [...kept.values()]
      .flatMap(({ item }): readonly PlainItem[] => (item ? [item] : []))
      .sort((a, b) => compared(a, b, 'sk'));
    return pageOf(all, input, 'sk');
  };

  const transact = (input: Plain): Plain => {
    const parts = listOf(input.TransactItems).map(partOf);
    const token = typeof input.ClientRequestToken === 'string' ? input.ClientRequestToken : undefined;
    const done = token === undefined ? undefined : tokens.get(token);
    if (done !== undefined && done > now() - TOKENS_KEPT_MS) return {};
    const lost = parts.map(({ key, condition, by }) => condition !== undefined && !condition(get(key) ?? {}, by));
    if (lost.includes(true)) throw cancelled(lost);
    for (const part of parts) if (part.next) write(part.key, part.next(get(part.key)));
    if (token !== undefined) tokens.set(token, now());
    return {};
  };

  /** A refusal tells what lies under the key, as it would go over the wire. */
  const updateItem = (input: Plain): Plain => {
    const { key, condition, by, next } = partOf({ Update: input });
    const before = get(key);
    if (condition && !condition(before ?? {}, by)) {
      throw exception('ConditionalCheckFailedException', 'The condition does not hold', {
        Item: encodedItem({ ...before }),
      });
    }
    write(key, next?.(before));
    return { Attributes: get(key) };
  };

  const batchGet = ({ RequestItems }: Plain): Plain => ({
    Responses: Object.fromEntries(
      Object.entries(recordOf(RequestItems)).map(([table, asked]) => [
        table,
        listOf(recordOf(asked).Keys).flatMap((key) => get(recordOf(key)) ?? []),
      ]),
    ),
  });

  const transactGet = ({ TransactItems }: Plain): Plain => ({
    Responses: listOf(TransactItems).map((part) => {
      const item = get(recordOf(recordOf(recordOf(part).Get).Key));
      return item ? { Item: item } : {};
    }),
  });

  const operations = new Map<string, (input: Plain) => Plain>([
    ['BatchGetItem', batchGet],
    ['TransactGetItems', transactGet],
    ['TransactWriteItems', transact],
    ['UpdateItem', updateItem],
    ['Query', query],
    ['Scan', scan],
  ]);

  for (const item of items) kept.set(nameOf(item), { item, past: [] });
  return {
    faults,
    perform: async (name, input) => {
      const operation = operations.get(name);
      if (!operation) throw new Error(`The lean table knows no ${name}`);
      return operation(input);
    },
    changes: async () => {
      const taken = changes;
      changes = [];
      return taken;
    },
    close: async () => undefined,
  };
};

const nameOf = ({ pk, sk }: Plain): string => `${String(pk)}\n${String(sk)}`;

const recordOf = (value: unknown): Plain => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Plain;
  throw new Error(`Not an object: ${String(value)}`);
};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** As the table keeps it: without what is undefined, and nobody else's any more. */
const plainCopy = (value: unknown): Plain => recordOf(JSON.parse(JSON.stringify(value)));

const substitutesOf = ({ ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: Plain): Substitutes => ({
  names: recordOf(ExpressionAttributeNames),
  values: recordOf(ExpressionAttributeValues),
});

type Part = {
  readonly key: Plain;
  readonly condition: ((item: PlainItem, by: Substitutes) => boolean) | undefined;
  readonly by: Substitutes;
  readonly next?: (before: PlainItem | undefined) => PlainItem | undefined;
};

const partOf = (entry: unknown): Part => {
  const [kind = '', body = {}] = Object.entries(recordOf(entry))[0] ?? [];
  const part = recordOf(body);
  const by = substitutesOf(part);
  const condition = typeof part.ConditionExpression === 'string' ? conditionOf(part.ConditionExpression) : undefined;
  if (kind === 'Put') {
    const item = plainCopy(part.Item);
    return { key: item, condition, by, next: () => item };
  }
  const key = recordOf(part.Key);
  if (kind === 'ConditionCheck') return { key, condition, by };
  if (kind === 'Delete') return { key, condition, by, next: () => undefined };
  const update = updateOf(String(part.UpdateExpression));
  return { key, condition, by, next: (before) => plainCopy(update(before ?? { ...key }, by)) };
};

const textAt = (item: PlainItem, attribute: string): string => String(item[attribute] ?? '');

const compared = (a: PlainItem, b: PlainItem, attribute: string): number =>
  ordered(textAt(a, attribute), textAt(b, attribute)) || ordered(nameOf(a), nameOf(b));

const ordered = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const pageOf = (found: readonly PlainItem[], { Limit, ExclusiveStartKey }: Plain, sortAttribute: string): Plain => {
  const after = ExclusiveStartKey === undefined ? undefined : nameOf(recordOf(ExclusiveStartKey));
  const start = after === undefined ? 0 : found.findIndex((item) => nameOf(item) === after) + 1;
  const limit = typeof Limit === 'number' ? Limit : found.length;
  const Items = found.slice(start, start + limit);
  const last = Items.at(-1);
  if (!last || Items.length < limit) return { Items };
  return { Items, LastEvaluatedKey: { pk: last.pk, sk: last.sk, [sortAttribute]: last[sortAttribute] } };
};

const cancelled = (lost: readonly boolean[]): Error =>
  exception('TransactionCanceledException', 'Transaction cancelled', {
    CancellationReasons: lost.map((each) => ({ Code: each ? 'ConditionalCheckFailed' : 'None' })),
  });
