import type { DynamoDBRecord } from 'aws-lambda';
import type { Core } from './core.ts';
import { deadLetterRows, positionRows, within } from './keys.ts';
import { isRecord } from './wire.ts';

/** How far a consumer has come in a stream. */
export type Position = {
  /** The sequence number of the last record taken, if any was. */
  load(): Promise<string | undefined>;
  save(sequence: string): Promise<void>;
};

/** A record that could not be delivered, and why. `at` is in ms since the epoch. */
export type DeadLetter = { record: DynamoDBRecord; error: string; at: number };

export type DeadLetters = {
  add(record: DynamoDBRecord, error: unknown): Promise<void>;
  list(): Promise<DeadLetter[]>;
  remove(record: DynamoDBRecord): Promise<void>;
};

/** A named consumer of a table's stream: its position and dead letters, kept in the database. */
export type Consumer = { position: Position; deadLetters: DeadLetters };

/** Opens a consumer; a name never seen before starts at the oldest record. */
export function openConsumer({ store: { db }, now }: Core, table: string, name: string): Consumer {
  const positionRow = positionRows(table) + name;
  const letters = deadLetterRows(table, name);
  const letterRow = (record: DynamoDBRecord): string => letters + record.dynamodb?.SequenceNumber;
  return {
    position: {
      async load() {
        const sequence = await db.get(positionRow);
        return typeof sequence === 'string' ? sequence : undefined;
      },
      save: (sequence) => db.batch([{ type: 'put', key: positionRow, value: sequence }]),
    },
    deadLetters: {
      add(record, error) {
        const letter: DeadLetter = { record, error: String(error), at: now() };
        return db.batch([{ type: 'put', key: letterRow(record), value: letter }]);
      },
      list: async () => (await db.values(within(letters)).all()).filter(isDeadLetter),
      remove: (record) => db.batch([{ type: 'del', key: letterRow(record) }]),
    },
  };
}

function isDeadLetter(value: unknown): value is DeadLetter {
  return isRecord(value) && isRecord(value.record) && typeof value.error === 'string';
}
