import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../lib/domain/change.ts';
import type { Store } from '../../lib/ports/store.ts';
import { putDenialOnRecord } from '../../lib/usecases/record-denial.ts';
import { tellDenials } from '../../lib/usecases/tell-denials.ts';
import { anAuditEvent } from '../builders/records.ts';
import { expectInvariants } from '../usecases/invariants.ts';
import { type EmbeddedLine, openEmbeddedLine } from '../usecases/line.ts';
import { seededChance, weathers } from './crowd.ts';

let line: EmbeddedLine;
let made = 0;
beforeEach(async () => {
  line = await openEmbeddedLine();
});
afterEach(async () => {
  await expectInvariants(line);
  await line.close();
});

const HOUR = '2026-11-21T12';
const who = { callerId: 'auth0|observer', code: 'ROLE_FORBIDDEN', role: 'OBSERVER' } as const;

const denyOn = (store: Store = line.store, clock = line.clock) => {
  made += 1;
  const eventId = `denial ${made}`;
  const eventAt = (timestamp: string) =>
    anAuditEvent({
      eventId,
      eventType: 'ACCESS_DENIED',
      outcome: 'DENIED',
      actorId: who.callerId,
      code: who.code,
      timestamp,
    });
  return putDenialOnRecord({ store, clock }, { ...who, eventAt });
};
const denyOften = async (count: number) => {
  for (let denial = 0; denial < count; denial += 1) await denyOn();
};
const tell = (store: Store = line.store) => tellDenials({ store, clock: line.clock });
const recorded = async () => {
  const audit = await line.audit();
  const summaries = audit.filter(({ eventType }) => eventType === 'DENIALS_SUMMARY');
  const counters = await line.store.readDenials(HOUR);
  return {
    singles: audit.length - summaries.length,
    counted: counters.map(({ count }) => count),
    told: summaries.map(({ after }) => after?.count),
  };
};

describe.each(weathers.filter(({ faults }) => !faults.conflictWindow))(
  'A hundred denials at once, with $name',
  ({ faults }) => {
    test('leave ten events and one summary, and all of them are counted', async () => {
      const chance = { ...faults, random: seededChance(4711) };
      Object.assign(line.database.dynamo.faults, chance);
      const denied = await Promise.allSettled(Array.from({ length: 100 }, () => denyOn()));
      for (const fault of Object.keys(chance)) Reflect.deleteProperty(line.database.dynamo.faults, fault);
      expect(denied.filter(({ status }) => status === 'rejected')).toEqual([]);
      expect(await recorded()).toEqual({ singles: 10, counted: [100], told: [] });
      line.moveTo('2026-11-21T13:05:00.000Z');
      await Promise.all(Array.from({ length: 8 }, () => tell()));
      expect(await recorded()).toEqual({ singles: 10, counted: [100], told: [100] });
    });
  },
);

describe('Whoever dies while denials are told', () => {
  /** Does so many writes, and dies before or after the next. */
  const dyingAt = (writes: number, when: 'before' | 'after'): Store => {
    let left = writes;
    const commit = async (change: Change) => {
      left -= 1;
      if (left < 0 && when === 'before') throw new Error('Died');
      const committed = await line.store.commit(change);
      if (left < 0) throw new Error('Died');
      return committed;
    };
    return { ...line.store, commit };
  };

  test.each([0, 1, 2, 3].flatMap((writes) => [[writes, 'before'] as const, [writes, 'after'] as const]))(
    'after %i writes and %s the next, leaves nothing untold and nothing told twice',
    async (writes, when) => {
      await denyOften(12);
      const another = { ...who, callerId: 'auth0|other' };
      const eventAt = (timestamp: string) =>
        anAuditEvent({
          eventId: `other ${timestamp}`,
          outcome: 'DENIED',
          actorId: another.callerId,
          code: who.code,
          timestamp,
        });
      await putDenialOnRecord(line, { ...another, eventAt });
      line.moveTo('2026-11-21T13:05:00.000Z');
      await tell(dyingAt(writes, when)).catch(() => undefined);
      await tell();
      await tell();
      expect((await recorded()).told).toEqual([12]);
      expect((await line.store.readDenials(HOUR)).every(({ closed }) => closed)).toBe(true);
    },
  );

  test.each(['before', 'after'] as const)(
    '%s a denial is counted, leaves its event and its count together',
    async (when) => {
      await denyOn(dyingAt(0, when)).catch(() => undefined);
      const { singles, counted } = await recorded();
      expect([singles, counted]).toEqual(when === 'before' ? [0, []] : [1, [1]]);
    },
  );
});

describe('A denial that comes late', () => {
  test('is counted in the hour that is open, by a clock that is right and by one that lags', async () => {
    await denyOften(12);
    line.moveTo('2026-11-21T13:05:00.000Z');
    await tell();
    await denyOn(line.store, { now: () => new Date('2026-11-21T12:59:59.000Z') });
    expect(await recorded()).toEqual({ singles: 11, counted: [12], told: [12] });
    expect(await line.store.readDenials('2026-11-21T13')).toMatchObject([{ count: 1 }]);
    expect((await line.audit()).at(-1)).toMatchObject({ timestamp: expect.stringMatching(/T13:0/) });
  });

  test('is told, too, when it opens a counter of an hour that was told already', async () => {
    await tell();
    line.moveTo('2026-11-21T13:05:00.000Z');
    await tell();
    const lagging = { now: () => new Date('2026-11-21T12:59:59.000Z') };
    for (let denial = 0; denial < 11; denial += 1) await denyOn(line.store, lagging);
    expect(await recorded()).toEqual({ singles: 10, counted: [11], told: [] });
    line.moveTo('2026-11-21T14:05:00.000Z');
    await tell();
    expect((await recorded()).told).toEqual([11]);
  });
});
