import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../../lib/contract/audit.ts';
import { type ChainHead, headAfter, type Seal } from '../../../lib/domain/seals/seal.ts';
import { anAuditEvent, idNumber } from '../../builders/records.ts';
import { at, chainOf, morning } from '../../domain/seals/record.ts';
import { type OpenWorld, useWorld } from './world.ts';

export const describeSeals = (open: OpenWorld): void => {
  describe('the audit record', () => {
    const world = useWorld(open);
    const happen = async (...timestamps: readonly string[]): Promise<readonly AuditEvent[]> => {
      const events = timestamps.map((timestamp, index) => anAuditEvent({ eventId: idNumber(index + 1), timestamp }));
      await Promise.all(events.map((event) => world().store.commit({ audit: [event] })));
      return events;
    };
    const span = async (after: string, to: string, limit: number): Promise<readonly AuditEvent[]> => {
      const events: AuditEvent[] = [];
      let place: string | undefined = after;
      while (place !== undefined) {
        const page: Awaited<ReturnType<ReturnType<typeof world>['store']['readAuditSpan']>> =
          await world().store.readAuditSpan({ after: place, to, limit });
        expect(page.events.length).toBeLessThanOrEqual(limit);
        events.push(...page.events);
        place = page.next;
      }
      return events;
    };

    test('is read in the order in which it happened, over days, in pages of any size', async () => {
      const minutes = Array.from({ length: 30 }, (_, index) => index * 97);
      const events = await happen(...minutes.map((minute) => at(minute)), at(0));
      const sorted = [...events].sort((a, b) => (a.timestamp + a.eventId < b.timestamp + b.eventId ? -1 : 1));
      for (const limit of [1, 4, 100]) expect(await span(at(0), at(60 * 24 * 40), limit)).toEqual(sorted);
      expect(await span(at(97), at(97 * 3), 100)).toEqual(sorted.slice(2, 4));
      expect(await span(at(10), at(10), 100)).toEqual([]);
      expect(await span(at(20), at(10), 100)).toEqual([]);
    });
  });

  describe('the chain of seals', () => {
    const world = useWorld(open);
    const seals = chainOf(morning);
    const heads = seals.map((seal) => headAfter(seal, undefined));
    const append = (before: ChainHead | undefined, seal: Seal | undefined) =>
      seal
        ? world().store.commit({ chain: { before, after: headAfter(seal, before), seal } })
        : Promise.reject(new Error('There is no such seal'));

    test('goes on from its end only, and keeps each seal and where each event is', async () => {
      const { store } = world();
      expect(await append(undefined, seals[0])).toEqual({ ok: true });
      expect(await append(heads[0], seals[1])).toEqual({ ok: true });
      expect((await store.read({ chain: 'plane' })).chain).toEqual(heads[1]);
      expect(await store.readSeals([2, 1, 9])).toEqual([seals[1], seals[0]]);
      expect(await store.readSealed([idNumber(1), idNumber(5), 'another'])).toEqual(
        new Map([
          [idNumber(1), 1],
          [idNumber(5), 2],
        ]),
      );
    });

    test('is not forked, nor continued from where it is not', async () => {
      await append(undefined, seals[0]);
      const [, branch] = chainOf(morning.map((period, index) => (index === 1 ? { ...period, events: [] } : period)));
      await append(heads[0], seals[1]);
      for (const [before, seal] of [
        [undefined, seals[0]],
        [heads[0], branch],
        [heads[2], seals[3]],
      ] as const) {
        expect(await append(before, seal)).toMatchObject({ ok: false, lost: expect.arrayContaining(['chain']) });
      }
      expect(await world().store.readSeals([1, 2, 3, 4])).toEqual(seals.slice(0, 2));
    });

    test('takes no event a second time', async () => {
      await append(undefined, seals[0]);
      const [, again] = chainOf([morning[0], morning[0]].flatMap((period) => period ?? []));
      expect(await append(heads[0], again)).toEqual({ ok: false, lost: ['sealed'] });
    });

    test('learns what was kept of it, once', async () => {
      const { store } = world();
      await append(undefined, seals[0]);
      const before = heads[0];
      if (!before) throw new Error('There is a first seal');
      const chain = { before, after: { ...before, keptTo: 1 } };
      expect(await store.commit({ chain })).toEqual({ ok: true });
      expect(await store.commit({ chain })).toEqual({ ok: false, lost: ['chain'] });
    });
  });
};
