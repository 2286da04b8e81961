import type { DynamoDBRecord } from 'aws-lambda';
import type { Core } from './core.ts';
import { deleteRange } from './database.ts';
import { positionRows, streamRows, within } from './keys.ts';
import { isRecord } from './wire.ts';

const KEPT_MS = 24 * 3600_000;
const PAGE = 200;

/** The change log of one table, as a Lambda event source sees it. */
export type TableStream = {
  table: string;
  /** Records after the sequence number (from the oldest kept without one), oldest first. */
  read(from: { after?: string | undefined; limit: number }): Promise<DynamoDBRecord[]>;
  /** Calls the listener after every commit that appended records; returns how to stop that. */
  subscribe(listener: () => void): () => void;
  /** Deletes all records up to and including the sequence number, delivered or not; returns how many. */
  trim(upTo: string): Promise<number>;
};

/** Opens the stream of a table. It need not exist yet; without an enabled stream it stays empty. */
export function tableStream({ store, streams }: Core, table: string): TableStream {
  const prefix = streamRows(table);
  return {
    table,
    async read({ after, limit }) {
      const { gte, lt } = within(prefix);
      const range = after === undefined ? { gte, lt, limit } : { gt: prefix + after, lt, limit };
      return (await store.db.values(range).all()).filter(isStreamRecord);
    },
    subscribe: (listener) => streams.subscribe(table, listener),
    trim: (upTo) => deleteRange(store.db, { gte: prefix, lt: `${prefix}${upTo}~` }),
  };
}

/**
 * Trims records older than 24 hours. Those a consumer has not taken yet are kept however old they are: this plane
 * may have been switched off for days, AWS never is.
 */
export async function trimOld(core: Core, stream: TableStream): Promise<number> {
  const taken = (await core.store.db.values(within(positionRows(stream.table))).all()).filter(isText).sort()[0];
  let trimmed = 0;
  for (;;) {
    const records = await stream.read({ limit: PAGE });
    const old = records.filter((record) => isOld(record, core.now()) && isTaken(record, taken));
    const last = old.at(-1)?.dynamodb?.SequenceNumber;
    if (last === undefined) return trimmed;
    trimmed += await stream.trim(last);
  }
}

function isOld({ dynamodb }: DynamoDBRecord, now: number): boolean {
  return (dynamodb?.ApproximateCreationDateTime ?? 0) * 1000 <= now - KEPT_MS;
}

function isTaken({ dynamodb }: DynamoDBRecord, taken: string | undefined): boolean {
  return taken === undefined || (dynamodb?.SequenceNumber ?? '') <= taken;
}

function isStreamRecord(value: unknown): value is DynamoDBRecord {
  return isRecord(value) && isRecord(value.dynamodb);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
