import { itemBytes, sameItem } from './item.ts';
import { type Body, type Index, type Item, isRecord, keyOf, type Table } from './wire.ts';

const READ_BYTES = 4096;
const WRITE_BYTES = 1024;

/** Units that one request used of one table and of its indexes. */
export type Use = { table: Table; units: number; global: Map<string, number>; local: Map<string, number> };

/** A transaction reads and writes every item twice: to prepare and to commit. */
export const IN_TRANSACTION = 2;

/** What a write uses: whole KB of the larger image, and each index entry it changes. At least one unit. */
export function writeUse(table: Table, before: Item | undefined, after: Item | undefined, times = 1): Use {
  return {
    table,
    units: times * Math.max(writeUnits(before), writeUnits(after), 1),
    global: indexUse(table.GlobalSecondaryIndexes, table, before, after),
    local: indexUse(table.LocalSecondaryIndexes, table, before, after),
  };
}

/** What a transactional read of one item uses: whole 4 KB, at least one, twice. */
export function transactionalReadUse(table: Table, item: Item | undefined): Use {
  const units = IN_TRANSACTION * Math.max(1, Math.ceil(itemBytes(item) / READ_BYTES));
  return { table, units, global: new Map(), local: new Map() };
}

/**
 * The ConsumedCapacity entries of a response, one per table, or undefined unless the request asked for them
 * (ReturnConsumedCapacity TOTAL or INDEXES). `kind` is given by transactions, which name reads and writes apart.
 */
export function reportUse(level: unknown, uses: Use[], kind?: 'Read' | 'Write'): Body[] | undefined {
  if (level !== 'TOTAL' && level !== 'INDEXES') return undefined;
  const byTable = Map.groupBy(uses, ({ table }) => table.TableName);
  return [...byTable].map(([name, ofTable]) => {
    const own = ofTable.reduce((sum, { units }) => sum + units, 0);
    const global = added(ofTable.map((use) => use.global));
    const local = added(ofTable.map((use) => use.local));
    const total = [...global.values(), ...local.values()].reduce((sum, units) => sum + units, own);
    const report = { TableName: name, ...counted(total, kind) };
    if (level === 'TOTAL') return report;
    return {
      ...report,
      Table: counted(own, kind),
      ...(global.size > 0 && { GlobalSecondaryIndexes: named(global, kind) }),
      ...(local.size > 0 && { LocalSecondaryIndexes: named(local, kind) }),
    };
  });
}

/** A query that finds nothing still reads once. dynalite counts 0, so such answers are raised to the least. */
export function atLeastOneRead(response: Body, consistent: boolean): Body {
  const used = response.ConsumedCapacity;
  if (!isRecord(used) || used.CapacityUnits !== 0) return response;
  const units = consistent ? 1 : 0.5;
  return {
    ...response,
    ConsumedCapacity: {
      ...used,
      CapacityUnits: units,
      ...('Table' in used && used.Table ? { Table: { CapacityUnits: units } } : {}),
    },
  };
}

function writeUnits(item: Item | undefined): number {
  return Math.ceil(itemBytes(item) / WRITE_BYTES);
}

function indexUse(
  indexes: Index[] | undefined,
  table: Table,
  before: Item | undefined,
  after: Item | undefined,
): Map<string, number> {
  const uses = (indexes ?? []).map((index): [string, number] => {
    const schema = [...index.KeySchema, ...table.KeySchema];
    const old = entryOf(index, table, before);
    const now = entryOf(index, table, after);
    if (sameItem(old, now)) return [index.IndexName, 0];
    // An entry whose key changes is deleted and put anew; otherwise the larger image counts once.
    const moved = old && now && !sameItem(keyOf(old, schema), keyOf(now, schema));
    const units = moved ? writeUnits(old) + writeUnits(now) : Math.max(writeUnits(old), writeUnits(now));
    return [index.IndexName, units];
  });
  return new Map(uses.filter(([, units]) => units > 0));
}

function entryOf(index: Index, table: Table, item: Item | undefined): Item | undefined {
  if (!item || index.KeySchema.some(({ AttributeName: name }) => item[name] === undefined)) return undefined;
  if (index.Projection.ProjectionType === 'ALL') return item;
  const more = (index.Projection.NonKeyAttributes ?? []).map((AttributeName) => ({ AttributeName, KeyType: '' }));
  return keyOf(item, [...index.KeySchema, ...table.KeySchema, ...more]);
}

function added(parts: Map<string, number>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, units] of parts.flatMap((part) => [...part])) sums.set(name, (sums.get(name) ?? 0) + units);
  return sums;
}

function named(units: Map<string, number>, kind: 'Read' | 'Write' | undefined): Body {
  return Object.fromEntries([...units].map(([name, count]) => [name, counted(count, kind)]));
}

function counted(units: number, kind: 'Read' | 'Write' | undefined): Body {
  return { CapacityUnits: units, ...(kind && { [`${kind}CapacityUnits`]: units }) };
}
