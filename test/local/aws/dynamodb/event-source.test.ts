import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EventSource,
  type EventSourceMapping,
  pollStream,
} from '../../../../lib/local/aws/dynamodb/event-source.ts';
import { type Fixture, openDynamo, TABLE } from './fixture.ts';

let fixture: Fixture;
let mapping: EventSourceMapping | undefined;
let pauses: number[];

beforeEach(async () => {
  fixture = await openDynamo();
  pauses = [];
});
afterEach(async () => {
  await mapping?.stop();
  await fixture.dynamo.close();
});

const write = async (...names: string[]) => {
  for (const pk of names) await fixture.documents.send(new PutCommand({ TableName: TABLE, Item: { pk, sk: 'x' } }));
};
const namesIn = (batch: DynamoDBRecord[]) => batch.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S ?? '');
const numbered = (count: number) => Array.from({ length: count }, (_, n) => `p${n}`);

function start(deliver: (names: string[]) => void | Promise<void>, more: Partial<EventSource> = {}) {
  mapping = pollStream({
    stream: fixture.dynamo.stream(TABLE),
    ...fixture.dynamo.consumer(TABLE, 'events'),
    deliver: async (batch) => deliver(namesIn(batch)),
    sleep: async (ms) => void pauses.push(ms),
    ...more,
  });
  return mapping;
}

describe('An event source mapping', () => {
  it('delivers what was written before it started and after, in order, in batches', async () => {
    await write(...numbered(30));
    const batches: string[][] = [];
    const { drained } = start((names) => void batches.push(names));
    await drained();
    expect(batches.map(({ length }) => length)).toEqual([25, 5]);
    expect(batches.flat()).toEqual(numbered(30));
    await write('later');
    await drained();
    expect(batches.at(-1)).toEqual(['later']);
  });

  it('wakes at once when something is written', async () => {
    let delivered: (names: string[]) => void;
    const delivery = new Promise<string[]>((resolve) => {
      delivered = resolve;
    });
    await start((names) => delivered(names)).drained();
    await write('a');
    expect(await delivery).toEqual(['a']);
    expect(pauses).toEqual([]);
  });

  it('delivers again after a crash before the position was saved', async () => {
    await write('a', 'b');
    const before: string[] = [];
    const consumer = fixture.dynamo.consumer(TABLE, 'events');
    const crash = Promise.withResolvers<never>();
    const crashed = pollStream({
      stream: fixture.dynamo.stream(TABLE),
      deadLetters: consumer.deadLetters,
      position: { load: consumer.position.load, save: () => crash.promise },
      deliver: async (batch) => before.push(...namesIn(batch)),
    });
    await expect.poll(() => before).toEqual(['a', 'b']);
    const after: string[] = [];
    await start((names) => void after.push(...names)).drained();
    expect(after).toEqual(['a', 'b']);
    crash.reject(new Error('gone'));
    await crashed.stop();
  });

  it('continues after the last success when started again', async () => {
    await write('a');
    const seen: string[] = [];
    await start((names) => void seen.push(...names)).drained();
    await mapping?.stop();
    await write('b');
    await start((names) => void seen.push(...names)).drained();
    expect(seen).toEqual(['a', 'b']);
  });

  it('splits a batch around a poison record, gives that one up and keeps the order of the others', async () => {
    await write(...numbered(8));
    const taken: string[] = [];
    const tried = new Map<string, number>();
    const { drained } = start(
      (names) => {
        if (names.length === 1) tried.set(names.join(), (tried.get(names.join()) ?? 0) + 1);
        if (names.includes('p5')) throw new Error('poison');
        taken.push(...names);
      },
      { attempts: 3 },
    );
    await drained();
    expect(taken).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p6', 'p7']);
    expect(tried.get('p5')).toBe(3);
    const letters = await fixture.dynamo.consumer(TABLE, 'events').deadLetters.list();
    expect(letters.map(({ record, error }) => [...namesIn([record]), error])).toEqual([['p5', 'Error: poison']]);
    const [letter] = letters;
    if (letter) await fixture.dynamo.consumer(TABLE, 'events').deadLetters.remove(letter.record);
    expect(await fixture.dynamo.consumer(TABLE, 'events').deadLetters.list()).toEqual([]);
  });

  it('waits longer after each failure of a record and carries on when it succeeds', async () => {
    await write('a');
    let failures = 3;
    const taken: string[] = [];
    const failed: unknown[] = [];
    const { drained } = start(
      (names) => {
        failures -= 1;
        if (failures >= 0) throw new Error('not yet');
        taken.push(...names);
      },
      { onFailure: (error) => failed.push(error) },
    );
    await drained();
    expect(taken).toEqual(['a']);
    expect(pauses).toEqual([200, 400, 800]);
    expect(failed).toHaveLength(3);
    expect(await fixture.dynamo.consumer(TABLE, 'events').deadLetters.list()).toEqual([]);
  });

  it('tries again when its position cannot be saved', async () => {
    await write('a');
    const consumer = fixture.dynamo.consumer(TABLE, 'events');
    let broken = true;
    const seen: string[] = [];
    const save = async (sequence: string) => {
      if (broken) {
        broken = false;
        throw new Error('disk full');
      }
      await consumer.position.save(sequence);
    };
    await start((names) => void seen.push(...names), { position: { load: consumer.position.load, save } }).drained();
    expect(seen).toEqual(['a', 'a']);
  });

  it('stops during a pause and delivers the rest after the next start', async () => {
    await write('a');
    const waiting = Promise.withResolvers<void>();
    start(
      () => {
        waiting.resolve();
        throw new Error('down');
      },
      {
        sleep: (_ms, signal) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      },
    );
    await waiting.promise;
    await mapping?.stop();
    const seen: string[] = [];
    await start((names) => void seen.push(...names)).drained();
    expect(seen).toEqual(['a']);
  });
});
