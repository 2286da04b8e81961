import { createHash } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Database } from 'dynalite/db/index.js';
import { itemBytes, sameItem } from './item.ts';
import { streamHeadRow, streamRows } from './keys.ts';
import { type Item, keyOf, type Row, type Table } from './wire.ts';

/** One item before and after a write. */
export type Change = { table: Table; before: Item | undefined; after: Item | undefined; expired?: boolean };

/** Stream rows to be written together with the changes they tell of. */
export type Appending = { rows: Row[]; committed(): void };

export type StreamLog = {
  /** The stream rows of one commit. `committed` must be called once they are on disk, and only then. */
  append(changes: Change[]): Promise<Appending>;
  /** Calls the listener after every commit that changed the table; returns how to stop that. */
  subscribe(table: string, listener: () => void): () => void;
  /** Forgets a deleted table. */
  forget(table: string): void;
};

// Sequence numbers have 21 digits from the first to the last, so they sort alike as numbers and as text.
const FIRST_SEQUENCE = 100_000_000_000_000_000_000n;

/** Writes one log per table; a table without an enabled stream has none. The caller holds the write lock. */
export function createStreamLog(db: Database, now: () => number): StreamLog {
  const heads = new Map<string, bigint>();
  const listeners = new Map<string, Set<() => void>>();

  async function headOf(table: string): Promise<bigint> {
    const known = heads.get(table);
    if (known !== undefined) return known;
    const stored = await db.get(streamHeadRow(table));
    return typeof stored === 'string' ? BigInt(stored) : FIRST_SEQUENCE;
  }

  return {
    async append(changes) {
      const at = now();
      const rows: Row[] = [];
      const advanced = new Map<string, bigint>();
      for (const change of changes.filter(isStreamed)) {
        const name = change.table.TableName;
        const sequence = (advanced.get(name) ?? (await headOf(name))) + 1n;
        advanced.set(name, sequence);
        const record = streamRecord(change, String(sequence), at);
        rows.push({ type: 'put', key: streamRows(name) + sequence, value: record });
      }
      for (const [name, head] of advanced) rows.push({ type: 'put', key: streamHeadRow(name), value: String(head) });
      return {
        rows,
        committed() {
          for (const [name, head] of advanced) heads.set(name, head);
          for (const name of advanced.keys()) for (const listener of listeners.get(name) ?? []) listener();
        },
      };
    },
    subscribe(table, listener) {
      const all = listeners.get(table) ?? new Set();
      listeners.set(table, all.add(listener));
      return () => void all.delete(listener);
    },
    forget: (table) => void heads.delete(table),
  };
}

// A write that leaves the item as it was makes no record, as in AWS.
function isStreamed({ table, before, after }: Change): boolean {
  return table.StreamSpecification?.StreamEnabled === true && !sameItem(before, after);
}

function streamRecord({ table, before, after, expired }: Change, sequence: string, at: number): DynamoDBRecord {
  const region = table.TableArn.split(':')[3] ?? '';
  return {
    eventID: createHash('md5').update(`${table.TableArn}/${sequence}`).digest('hex'),
    eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at / 1000),
      Keys: keyOf(after ?? before ?? {}, table.KeySchema),
      ...(after && { NewImage: after }),
      ...(before && { OldImage: before }),
      SequenceNumber: sequence,
      SizeBytes: itemBytes(before) + itemBytes(after),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: table.LatestStreamArn,
    ...(expired && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
  };
}
