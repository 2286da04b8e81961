import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EVENTS_PER_SEAL_MAX } from '../../../lib/domain/seals/seal.ts';
import { sealAudit } from '../../../lib/usecases/sealing/seal-audit.ts';
import type { SealingWorld } from '../../../lib/usecases/sealing/world.ts';
import { at, key } from '../../domain/seals/record.ts';
import { openRecord, type Record } from './record.ts';

let record: Record;
beforeEach(async () => {
  record = await openRecord();
});
afterEach(() => record.close());

const shape = async () =>
  (await record.seals()).map(({ header: { from, to, count, late, more } }) => [from, to, count, late, more]);

describe('Sealing', () => {
  test('waits until a period has been over for five minutes, and takes what happened before its end', async () => {
    const [first, second] = await record.happen(at(1), at(4, 59));
    await record.happen(at(5));
    record.moveTo(at(9, 59));
    expect(await record.seal()).toMatchObject({ seals: 0, kept: 0 });
    record.moveTo(at(10));
    expect(await record.seal()).toEqual({ seals: 1, events: 2, late: 0, kept: 1 });
    const [seal] = await record.seals();
    expect(seal?.entries.map(({ eventId }) => eventId)).toEqual([first, second]);
    expect(await record.world.store.readSealed([first ?? '', 'another'])).toEqual(new Map([[first, 1]]));
    expect(await record.seal()).toMatchObject({ seals: 0, kept: 0 });
    await record.expectSound();
  });

  test('of many periods at once makes a seal for each in which something happened', async () => {
    await record.happen(at(1), at(2), at(16), at(34));
    record.moveTo(at(45));
    expect(await record.seal()).toMatchObject({ seals: 3, events: 4 });
    expect(await shape()).toEqual([
      [at(0), at(5), 2, 0, false],
      // The quiet time before it is part of it: nothing happened then, or it would be in it.
      [at(5), at(20), 1, 0, false],
      [at(20), at(35), 1, 0, false],
    ]);
    await record.expectSound();
  });

  test('says once an hour that nothing happened', async () => {
    for (let minute = 0; minute <= 3 * 60 + 6; minute += 1) {
      record.moveTo(at(minute));
      await record.seal();
    }
    expect(await shape()).toEqual([
      [at(0), at(60), 0, 0, false],
      [at(60), at(120), 0, 0, false],
      [at(120), at(180), 0, 0, false],
    ]);
    await record.expectSound();
  });

  test('takes what came late into the next seal, and says that it did', async () => {
    await record.happen(at(1));
    record.moveTo(at(10));
    await record.seal();
    const [late] = await record.happen(at(2));
    await record.happen(at(12));
    record.moveTo(at(20));
    expect(await record.seal()).toEqual({ seals: 1, events: 2, late: 1, kept: 1 });
    expect((await record.seals())[1]?.entries).toMatchObject([{ eventId: late, late: true }, {}]);
    // Nothing happened since, yet what is late is not kept waiting for an hour.
    await record.happen(at(3));
    record.moveTo(at(25));
    expect(await record.seal()).toMatchObject({ seals: 1, events: 1, late: 1 });
    await record.expectSound();
  });

  test('finds within the hour what came a day late, and leaves alone what claims to be older', async () => {
    await record.happen(at(1));
    record.moveTo(at(10));
    await record.seal();
    const [late, old] = await record.happen(at(3), at(-60 * 48));
    const day = 25 * 60;
    for (let minute = 11; minute <= day; minute += 59) {
      record.moveTo(at(minute));
      await record.seal();
    }
    record.moveTo(at(day + 60));
    await record.seal();
    expect([...(await record.world.store.readSealed([late ?? '', old ?? ''])).keys()]).toEqual([late]);
    expect(await record.findings()).toEqual([expect.stringContaining(`${old} of ${at(-60 * 48)} is in no seal`)]);
  });

  test('looks a day back with the next run where the one that should have was never there, or did not get through', async () => {
    await record.happen(at(1));
    record.moveTo(at(10));
    await record.seal();
    await record.seal();
    const lookedAt = async () => (await record.world.store.read({ chain: 'plane' })).chain?.lookedBackAt;
    expect(await lookedAt()).toBe(at(10));
    record.moveTo(at(100));
    await record.seal();
    expect(await lookedAt()).toBe(at(100));
    const [late] = await record.happen(at(3));
    record.moveTo(at(154));
    await record.seal();
    expect(await record.world.store.readSealed([late ?? ''])).toEqual(new Map());
    record.moveTo(at(163));
    const { signer } = record.world;
    const gone: SealingWorld = { ...record.world, signer: { sign: () => Promise.reject(new Error('No key')) } };
    await expect(sealAudit(gone)).rejects.toThrow('No key');
    expect(await lookedAt()).toBe(at(100));
    record.moveTo(at(164));
    await sealAudit({ ...gone, signer });
    expect(await record.world.store.readSealed([late ?? ''])).toEqual(new Map([[late, expect.any(Number)]]));
    expect(await lookedAt()).toBe(at(164));
    await record.expectSound();
  });

  test('finds what came late however long nobody sealed', async () => {
    await record.happen(at(1));
    record.moveTo(at(10));
    await record.seal();
    await record.happen(at(2));
    record.moveTo(at(10 + 27 * 60));
    await record.seal();
    await record.expectSound();
  });

  test('splits a period that is too big for one seal, and says which parts there are', async () => {
    const times = Array.from({ length: 2 * EVENTS_PER_SEAL_MAX + 3 }, (_, index) => at(1, index / 2));
    await record.happen(...times);
    record.moveTo(at(10));
    expect(await record.seal()).toMatchObject({ seals: 3, events: times.length });
    expect(await shape()).toEqual([
      [at(0), at(5), EVENTS_PER_SEAL_MAX, 0, true],
      [at(0), at(5), EVENTS_PER_SEAL_MAX, 0, true],
      [at(0), at(5), 3, 0, false],
    ]);
    await record.expectSound();
  });

  test('goes on in the middle of a period, with what came late in between', async () => {
    await record.happen(...Array.from({ length: EVENTS_PER_SEAL_MAX + 3 }, (_, index) => at(2, index / 4)));
    record.moveTo(at(10));
    let looks = 0;
    await sealAudit(record.world, () => {
      looks += 1;
      return looks > 1;
    });
    await record.happen(at(1));
    expect(await record.seal()).toMatchObject({ seals: 1, events: 3 });
    record.moveTo(at(15));
    expect(await record.seal()).toMatchObject({ seals: 1, late: 1 });
    await record.expectSound();
  });

  test('goes on with a period even where all that is left of it came late', async () => {
    await record.happen(at(1));
    record.moveTo(at(10));
    await record.seal();
    await record.happen(...Array.from({ length: EVENTS_PER_SEAL_MAX }, (_, index) => at(2, index / 4)));
    await record.happen(at(6), at(7));
    record.moveTo(at(15));
    expect(await record.seal()).toMatchObject({ seals: 2, events: EVENTS_PER_SEAL_MAX + 2, late: EVENTS_PER_SEAL_MAX });
    await record.expectSound();
  });

  test('does nothing for a plane that was never set up', async () => {
    const bare = await openRecord();
    const unset = { ...bare.world.store, read: async () => ({}) as never };
    expect(await bare.seal({ store: unset })).toEqual({ seals: 0, events: 0, late: 0, kept: 0 });
    await bare.close();
  });

  test('tells how far behind it is', async () => {
    await record.happen(at(1));
    record.moveTo(at(30));
    await record.seal();
    expect(record.signals).toEqual([{ kind: 'sealing', behindSeconds: 25 * 60 }]);
  });

  test('seals on while the archive is away, and makes up for it', async () => {
    await record.happen(at(1), at(6));
    record.moveTo(at(15));
    const away = { keep: async () => Promise.reject(new Error('away')) };
    await expect(record.seal({ archive: away })).rejects.toThrow('away');
    expect(record.kept.size).toBe(0);
    expect(await record.seal()).toMatchObject({ seals: 0, kept: 2 });
    await record.expectSound();
  });

  test('stops at a seal of somebody else in the archive, every time, and tells', async () => {
    await record.happen(at(1));
    record.moveTo(at(10));
    await record.seal();
    const [seal] = await record.seals();
    if (seal) record.kept.set(2, seal);
    await record.happen(at(6));
    record.moveTo(at(15));
    for (let runs = 0; runs < 2; runs += 1) await expect(record.seal()).rejects.toThrow('another seal 2');
    expect(record.signals.filter(({ kind }) => kind === 'foreign seal')).toHaveLength(2);
  });

  test('writes nothing while nothing can be signed, and all of it afterwards', async () => {
    await record.happen(at(1));
    record.moveTo(at(10));
    const mute = { sign: async () => Promise.reject(new Error('no key')) };
    await expect(record.seal({ signer: mute })).rejects.toThrow('no key');
    expect(await record.seals()).toEqual([]);
    const other = { sign: async (head: string) => ({ ...key.sign(head), keyId: 'next' }) };
    expect(await record.seal({ signer: other })).toMatchObject({ seals: 1 });
    await record.expectSound();
  });
});
