import { describe, expect, test } from 'vitest';
import type { DenialKey } from '../../../lib/domain/denials.ts';
import { type OpenWorld, useWorld } from './world.ts';

const key: DenialKey = { callerId: 'auth0|owner', code: 'ROLE_FORBIDDEN', hour: '2026-11-21T12' };
const lost = { ok: false, lost: ['denial'] };

export const describeDenials = (open: OpenWorld): void => {
  describe('denials', () => {
    const world = useWorld(open);
    const count = (kind: 'single' | 'further', at: DenialKey = key) =>
      world().store.commit({ denial: { kind, key: at, role: 'OBSERVER' } });
    const close = (counted: number) => world().store.commit({ denial: { kind: 'close', key, count: counted } });
    const kept = (hour = key.hour) => world().store.readDenials(hour);
    const countTen = async () => {
      for (let denial = 0; denial < 10; denial += 1) expect(await count('single')).toEqual({ ok: true });
    };

    test('are ten single ones first, and then further ones', async () => {
      expect(await count('further')).toEqual(lost);
      await countTen();
      expect(await count('single')).toEqual(lost);
      expect(await count('further')).toEqual({ ok: true });
      expect(await kept()).toEqual([{ ...key, count: 11, role: 'OBSERVER', closed: false }]);
    });

    test('are closed as they were counted, once, and then count no more', async () => {
      await countTen();
      expect(await close(9)).toEqual(lost);
      expect(await close(10)).toEqual({ ok: true });
      expect(await close(10)).toEqual(lost);
      expect(await count('single')).toEqual(lost);
      expect(await count('further')).toEqual(lost);
      expect(await kept()).toMatchObject([{ count: 10, closed: true }]);
    });

    test('are counted apart by caller, code and hour, and found by hour', async () => {
      const others = [
        { ...key, callerId: 'auth0|owner#ROLE_FORBIDDEN' },
        { ...key, callerId: '100%#' },
        { ...key, code: 'CONTENTION' },
        ...Array.from({ length: 12 }, (_, number) => ({ ...key, callerId: `auth0|${number}` })),
      ];
      for (const other of [key, ...others, { ...key, hour: '2026-11-21T13' }]) await count('single', other);
      const names = (found: readonly DenialKey[]) => found.map(({ callerId, code }) => `${callerId} ${code}`).sort();
      expect(names(await kept())).toEqual(names([key, ...others]));
      expect(await kept('2026-11-21T13')).toMatchObject([{ ...key, hour: '2026-11-21T13', count: 1 }]);
      expect(await kept('2026-11-21T14')).toEqual([]);
    });
  });
};
