import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBRecord } from 'aws-lambda';
import { type Bell, createBell } from './bell.ts';
import type { Consumer } from './consumer.ts';
import type { TableStream } from './stream.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;

export type EventSource = {
  stream: Pick<TableStream, 'read' | 'subscribe'>;
  position: Consumer['position'];
  deadLetters: Pick<Consumer['deadLetters'], 'add'>;
  /** The function. It may see a record again, never one before an earlier one was taken or given up. */
  deliver: (batch: DynamoDBRecord[]) => Promise<unknown>;
  /** At most so many records at once; 25 by default. */
  batchSize?: number;
  /** A single record is tried so often before it becomes a dead letter; 5 by default. */
  attempts?: number;
  /** Told of every failure, for the log. */
  onFailure?: (error: unknown, batch: DynamoDBRecord[]) => void;
  /** Waits; rejects when the signal is aborted. For tests. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

export type EventSourceMapping = {
  /** Resolves when everything written until now has been delivered or given up, or the mapping is stopped. */
  drained(): Promise<void>;
  /** Ends after the delivery under way; what it did not take is delivered after the next start. */
  stop(): Promise<void>;
};

/**
 * Delivers a table's stream to a function, in order, as an AWS event source mapping does: a failed batch is split,
 * a record that keeps failing becomes a dead letter. The position is saved after each success only, so that a crash
 * repeats deliveries and loses none.
 */
export function pollStream(source: EventSource): EventSourceMapping {
  const stopping = new AbortController();
  const bell = createBell(stopping.signal);
  const unsubscribe = source.stream.subscribe(bell.ring);
  const running = poll(source, bell, stopping.signal).finally(() => {
    unsubscribe();
    bell.dismiss();
  });
  return {
    drained: bell.untilIdle,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function poll(source: EventSource, bell: Bell, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      bell.hush();
      const after = await source.position.load();
      const batch = await source.stream.read({ after, limit: source.batchSize ?? 25 });
      if (batch.length > 0) await deliverInOrder(source, batch, signal);
      else {
        bell.idle();
        await bell.rung();
      }
      failures = 0;
    } catch (error) {
      // Here the log, the position or the dead letters failed; nothing was saved, so all of it is tried again.
      if (signal.aborted) return;
      source.onFailure?.(error, []);
      failures += 1;
      await pause(source, failures, signal).catch(() => undefined);
    }
  }
}

async function deliverInOrder(source: EventSource, batch: DynamoDBRecord[], signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const error = await failureOf(source, batch);
    if (error === undefined) return save(source, batch);
    await pause(source, attempt, signal);
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      await deliverInOrder(source, batch.slice(0, middle), signal);
      return deliverInOrder(source, batch.slice(middle), signal);
    }
    if (attempt >= (source.attempts ?? 5)) {
      for (const record of batch) await source.deadLetters.add(record, error);
      return save(source, batch);
    }
  }
}

async function failureOf(source: EventSource, batch: DynamoDBRecord[]): Promise<Error | undefined> {
  try {
    await source.deliver(batch);
    return undefined;
  } catch (error) {
    source.onFailure?.(error, batch);
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function save({ position }: EventSource, batch: DynamoDBRecord[]): Promise<void> {
  const last = batch.at(-1)?.dynamodb?.SequenceNumber;
  if (last !== undefined) await position.save(last);
}

async function pause({ sleep = interruptibleWait }: EventSource, failures: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await sleep(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS), signal);
}

function interruptibleWait(ms: number, signal: AbortSignal): Promise<unknown> {
  return wait(ms, undefined, { signal });
}
