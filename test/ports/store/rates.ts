import { describe, expect, test } from 'vitest';
import type { RateKey } from '../../../lib/domain/rates.ts';
import { type OpenWorld, useWorld } from './world.ts';

const key: RateKey = { callerId: 'auth0|owner', kind: 'mutation', minute: '2026-11-21T12:00' };

export const describeRates = (open: OpenWorld): void => {
  describe('rates', () => {
    const world = useWorld(open);
    const claim = (count: number, limit: number, at: RateKey = key) =>
      world().store.claimRate({ key: at, count, limit });

    test('are counted up to the limit, and say how many are counted', async () => {
      expect(await claim(1, 2)).toEqual({ ok: true, used: 1 });
      expect(await claim(1, 2)).toEqual({ ok: true, used: 2 });
      expect(await claim(1, 2)).toEqual({ ok: false, used: 2 });
    });

    test('are counted whole or not at all', async () => {
      expect(await claim(30, 50)).toEqual({ ok: true, used: 30 });
      expect(await claim(30, 50)).toEqual({ ok: false, used: 30 });
      expect(await claim(20, 50)).toEqual({ ok: true, used: 50 });
    });

    test('follow a limit that changes meanwhile', async () => {
      await claim(5, 10);
      expect(await claim(1, 3)).toEqual({ ok: false, used: 5 });
      expect(await claim(1, 6)).toEqual({ ok: true, used: 6 });
    });

    test('of another caller, kind or minute are their own', async () => {
      await claim(1, 1);
      for (const other of [
        { ...key, callerId: 'auth0|owner#mutation' },
        { ...key, kind: 'read' as const },
        { ...key, minute: '2026-11-21T12:01' },
      ]) {
        expect(await claim(1, 1, other)).toEqual({ ok: true, used: 1 });
      }
    });

    test.each([
      [1, 10],
      [7, 50],
    ])('of %i at a time let in as many as fit below the limit when all come at once', async (count, limit) => {
      const results = await Promise.all(Array.from({ length: 64 }, () => claim(count, limit)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(Math.floor(limit / count));
    });
  });
};
