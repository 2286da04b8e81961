import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { armCrashPoints, type CrashPoint, sealingCrashPoints } from '../../../lib/usecases/crash-points.ts';
import { at, key } from '../../domain/seals/record.ts';
import { openRecord, type Record } from './record.ts';

let record: Record;
beforeEach(async () => {
  record = await openRecord();
});
afterEach(async () => {
  armCrashPoints(undefined);
  await record.close();
});

/** A sealer that stops before each signature until it is told to go on. */
const heldSealer = () => {
  const waiting: (() => void)[] = [];
  const signer = {
    sign: async (head: string) => {
      await new Promise<void>((resume) => waiting.push(resume));
      return key.sign(head);
    },
  };
  return { run: record.seal({ signer }), release: () => waiting.shift()?.(), isWaiting: () => waiting.length > 0 };
};

describe('Two sealers', () => {
  test('that see the same never fork the chain, whoever writes first', async () => {
    await record.happen(at(1), at(6), at(11));
    record.moveTo(at(20));
    const [slow, other] = [heldSealer(), heldSealer()];
    await expect.poll(() => slow.isWaiting() && other.isWaiting()).toBe(true);
    const fast = await record.seal();
    expect(fast.seals).toBe(3);
    slow.release();
    other.release();
    expect(await slow.run).toMatchObject({ seals: 0 });
    expect(await other.run).toMatchObject({ seals: 0 });
    await record.expectSound();
  });

  test('that take turns at one period put each event into one seal', async () => {
    await record.happen(...Array.from({ length: 200 }, (_, index) => at(1, index)));
    record.moveTo(at(15));
    const sealers = [heldSealer(), heldSealer()];
    const done = Promise.all(sealers.map(({ run }) => run));
    const turns = { over: false };
    void done.then(() => {
      turns.over = true;
    });
    for (let turn = 0; !turns.over; turn += 1) {
      sealers[turn % 2]?.release();
      await new Promise((resume) => setImmediate(resume));
    }
    const sealed = await done;
    expect(sealed.reduce((sum, { events }) => sum + events, 0)).toBe(200);
    await record.expectSound();
  });

  test('of which one is always overtaken says so in the end', async () => {
    await record.happen(at(1));
    record.moveTo(at(10));
    const lost = { ...record.world.store, commit: async () => ({ ok: false as const, lost: ['chain' as const] }) };
    await expect(record.seal({ store: lost })).rejects.toThrow('cannot be continued');
  });
});

describe('A sealer that dies', () => {
  test.each(sealingCrashPoints)('at "%s" leaves nothing that the next run does not make up for', async (point) => {
    await record.happen(at(1), at(6));
    record.moveTo(at(15));
    const struck: CrashPoint[] = [];
    armCrashPoints((here) => {
      if (here !== point || struck.length > 0) return;
      struck.push(here);
      throw new Error('It died');
    });
    await expect(record.seal()).rejects.toThrow('It died');
    expect(struck).toEqual([point]);
    await record.seal();
    expect((await record.seals()).map(({ header }) => header.count)).toEqual([1, 1]);
    await record.expectSound();
  });
});

/** What may happen in a minute, in the order in which it does. */
type Deed =
  | { readonly kind: 'events'; readonly count: number; readonly age: number }
  | { readonly kind: 'seal'; readonly sealers: number; readonly dies: CrashPoint | undefined }
  | { readonly kind: 'quiet'; readonly minutes: number };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant('events' as const), count: fc.integer({ min: 1, max: 100 }), age: fc.nat(20 * 60) }),
  fc.record({
    kind: fc.constant('seal' as const),
    sealers: fc.integer({ min: 1, max: 3 }),
    dies: fc.option(fc.constantFrom(...sealingCrashPoints), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('quiet' as const), minutes: fc.integer({ min: 1, max: 100 }) }),
);

test('Whatever happens, however late, whoever seals and dies, the record is one sound chain of all of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 8 }), async (deeds) => {
      const one = await openRecord();
      let minute = 30;
      const all: string[] = [];
      for (const each of deeds) {
        minute += each.kind === 'quiet' ? each.minutes : 1;
        one.moveTo(at(minute));
        if (each.kind === 'events') {
          const times = Array.from({ length: each.count }, (_, index) => at(minute, -each.age - index));
          all.push(...(await one.happen(...times)));
        }
        if (each.kind === 'seal') await sealAll(one, each);
      }
      for (let more = 0; more < 8; more += 1) {
        minute += 10;
        one.moveTo(at(minute));
        await one.seal();
      }
      await one.expectSound();
      expect((await one.world.store.readSealed(all)).size).toBe(all.length);
      await one.close();
    }),
    { numRuns: 10 },
  );
});

const sealAll = async (one: Record, { sealers, dies }: Extract<Deed, { readonly kind: 'seal' }>): Promise<void> => {
  let left = dies === undefined ? 0 : 1;
  armCrashPoints((here) => {
    if (here !== dies || left === 0) return;
    left -= 1;
    throw new Error('It died');
  });
  await Promise.allSettled(Array.from({ length: sealers }, () => one.seal()));
  armCrashPoints(undefined);
};
