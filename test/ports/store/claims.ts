import { describe, expect, test } from 'vitest';
import { aRecord, idNumber } from '../../builders/records.ts';
import { type OpenWorld, useWorld } from './world.ts';

const place = { deliveryGroupId: 'demo', environment: 'sandbox' };
const holder = { service: 'demo-service', version: '1.0.0', since: '2026-11-21T10:00:00.000Z' };
const quota = { ...place, day: '2026-11-21', kind: 'deploy' as const };
const lost = (condition: 'slots' | 'quota' | 'publisherQuota') => ({ ok: false, lost: [condition] });

export const describeClaims = (open: OpenWorld): void => {
  describe('slots', () => {
    const world = useWorld(open);
    const claim = (number: number, limit: number) =>
      world().store.commit({ slots: { kind: 'claim', place, deploymentId: idNumber(number), holder, limit } });
    const release = (number: number) =>
      world().store.commit({ slots: { kind: 'release', place, deploymentId: idNumber(number) } });
    const holders = async () => Object.keys((await world().store.read({ slots: place })).slots?.holders ?? {});

    test('are claimed up to the limit, each with its holder', async () => {
      expect(await claim(1, 2)).toEqual({ ok: true });
      expect(await claim(2, 2)).toEqual({ ok: true });
      expect(await claim(3, 2)).toEqual(lost('slots'));
      expect((await world().store.read({ slots: place })).slots).toEqual({
        holders: { [idNumber(1)]: holder, [idNumber(2)]: holder },
      });
    });

    test('are held once by one deployment', async () => {
      expect(await claim(1, 5)).toEqual({ ok: true });
      expect(await claim(1, 5)).toEqual(lost('slots'));
    });

    test('are none when the limit is zero', async () => {
      expect(await claim(1, 0)).toEqual(lost('slots'));
    });

    test('count against a limit that was lowered meanwhile', async () => {
      for (const number of [1, 2, 3]) await claim(number, 3);
      expect(await claim(4, 2)).toEqual(lost('slots'));
      await release(1);
      expect(await claim(4, 2)).toEqual(lost('slots'));
      await release(2);
      expect(await claim(4, 2)).toEqual({ ok: true });
      expect(await holders()).toEqual([idNumber(3), idNumber(4)]);
    });

    test('are released by their holder only, and once', async () => {
      expect(await release(1)).toEqual(lost('slots'));
      await claim(1, 1);
      expect(await release(2)).toEqual(lost('slots'));
      expect(await release(1)).toEqual({ ok: true });
      expect(await release(1)).toEqual(lost('slots'));
      expect(await claim(2, 1)).toEqual({ ok: true });
    });

    test('are handed over without ever being free', async () => {
      const handover = (from: number, to: number) =>
        world().store.commit({
          slots: {
            kind: 'handover',
            place,
            from: idNumber(from),
            to: idNumber(to),
            holder: { ...holder, version: '0.9.0' },
          },
        });
      await claim(1, 1);
      expect(await handover(2, 3)).toEqual(lost('slots'));
      expect(await handover(1, 2)).toEqual({ ok: true });
      expect(await holders()).toEqual([idNumber(2)]);
      expect(await claim(3, 1)).toEqual(lost('slots'));
      expect(await release(2)).toEqual({ ok: true });
      expect(await holders()).toEqual([]);
    });

    test('of other environments and groups are their own', async () => {
      await claim(1, 1);
      for (const other of [
        { ...place, environment: 'staging' },
        { ...place, deliveryGroupId: 'other' },
      ]) {
        const slots = { kind: 'claim' as const, place: other, deploymentId: idNumber(2), holder, limit: 1 };
        expect(await world().store.commit({ slots })).toEqual({ ok: true });
      }
    });

    test('admit exactly as many as the limit when all come at once', async () => {
      for (const limit of [1, 8]) {
        const environment = `limit-${limit}`;
        const results = await Promise.all(
          Array.from({ length: 64 }, (_, number) =>
            world().store.commit({
              create: aRecord({ id: idNumber(limit * 100 + number), environment }),
              slots: {
                kind: 'claim',
                place: { ...place, environment },
                deploymentId: idNumber(limit * 100 + number),
                holder,
                limit,
              },
            }),
          ),
        );
        expect(results.filter(({ ok }) => ok)).toHaveLength(limit);
        expect(results.filter(({ ok }) => !ok).every((result) => !result.ok && result.lost[0] === 'slots')).toBe(true);
      }
    });
  });

  describe('quotas', () => {
    const world = useWorld(open);
    const claim = (limit: number, key = quota) => world().store.commit({ quota: { kind: 'claim', key, limit } });
    const refund = () => world().store.commit({ quota: { kind: 'refund', key: quota } });
    const used = async () => (await world().store.read({ deployQuota: quota })).deployQuota;

    test('are used up to the limit of the day', async () => {
      expect(await claim(2)).toEqual({ ok: true });
      expect(await claim(2)).toEqual({ ok: true });
      expect(await claim(2)).toEqual(lost('quota'));
      expect(await used()).toBe(2);
      expect(await claim(2, { ...quota, day: '2026-11-22' })).toEqual({ ok: true });
    });

    test('of deployments and of rollbacks are counted apart', async () => {
      await claim(1);
      const rollbacks = { ...quota, kind: 'rollback' as const };
      expect(await world().store.commit({ quota: { kind: 'claim', key: rollbacks, limit: 1 } })).toEqual({ ok: true });
      const counted = await world().store.read({ deployQuota: quota, rollbackQuota: rollbacks });
      expect(counted).toEqual({ deployQuota: 1, rollbackQuota: 1 });
    });

    test('admit nobody when the limit is zero', async () => {
      expect(await claim(0)).toEqual(lost('quota'));
      await claim(1);
      expect(await claim(0)).toEqual(lost('quota'));
    });

    test('are given back, never below nothing', async () => {
      expect(await refund()).toEqual(lost('quota'));
      await claim(1);
      expect(await refund()).toEqual({ ok: true });
      expect(await refund()).toEqual(lost('quota'));
      expect(await used()).toBe(0);
      expect(await claim(1)).toEqual({ ok: true });
    });

    test('of publishers are their own', async () => {
      const register = (publisher: string) =>
        world().store.commit({
          publisherQuota: { key: { publisher, day: '2026-11-21', kind: 'registration' }, limit: 1 },
        });
      expect(await register('ci-a')).toEqual({ ok: true });
      expect(await register('ci-a')).toEqual(lost('publisherQuota'));
      expect(await register('ci-b')).toEqual({ ok: true });
      const key = { publisher: 'ci-a', day: '2026-11-21', kind: 'registration' as const };
      expect((await world().store.read({ publisherQuota: key })).publisherQuota).toBe(1);
    });
  });
};
