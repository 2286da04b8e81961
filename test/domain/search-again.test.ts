import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextStep, resting, searchAgainIn } from '../../lib/domain/hand-over.ts';
import { aLane, aRecord } from '../builders/records.ts';
import { NOW, slotsOf } from './builders.ts';

const tried = (id: string, leases: number) => searchAgainIn(aRecord({ id, handOver: { leases } }));
/** As different as ids are that were made at different times. */
const ids = Array.from({ length: 400 }, (_, index) =>
  createHash('sha256').update(`${index}`).digest('hex').slice(0, 26),
);

/** After so many attempts, the least and the most seconds. */
const bounds = [
  [1, 5, 5],
  [2, 6, 7],
  [8, 45, 53],
  [9, 52, 60],
  [40, 52, 60],
] as const;

describe('An engine that cannot be searched', () => {
  test('is searched again ever more seldom, up to a bound', () => {
    for (const [leases, least, most] of bounds) {
      const waits = ids.map((id) => tried(id, leases));
      expect(Math.min(...waits), `after ${leases}`).toBe(least);
      expect(Math.max(...waits), `after ${leases}`).toBe(most);
    }
  });

  test('is not searched by all at once that failed together, nor by one always as late as another', () => {
    const late = (leases: number) => ids.map((id) => tried(id, leases));
    for (const [leases, least, most] of bounds.slice(2)) {
      const seconds = late(leases);
      expect(new Set(seconds).size, 'different seconds').toBe(most - least + 1);
      const early = seconds.filter((one) => one <= (least + most) / 2).length;
      expect(Math.abs(early - ids.length / 2), 'as many early as late').toBeLessThan(ids.length / 8);
    }
    const order = (seconds: readonly number[]) => seconds.map((one, index) => one > (seconds[index + 1] ?? 0));
    expect(order(late(9))).not.toEqual(order(late(40)));
  });

  test('is searched after as long in a repeated run', async () => {
    await fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (id, leases) => {
        const seconds = tried(id, leases);
        expect(seconds).toBe(tried(id, leases));
        expect(Number.isInteger(seconds) && seconds > 0).toBe(true);
      }),
    );
  });

  test('rests until then, for everybody', () => {
    const until = '2026-11-21T12:00:40.000Z';
    const record = aRecord();
    const asked = {
      leases: 1,
      leaseToken: 'a',
      leaseUntil: '2026-11-21T12:00:01.000Z',
      lastRequestAt: NOW.toISOString(),
    };
    const handOver = resting(asked, until);
    expect(handOver).toEqual({ leases: 1, leaseUntil: until, lastRequestAt: NOW.toISOString() });
    const lane = aLane({ inFlight: { deploymentId: record.id, version: record.version } });
    const facts = { lane, slots: slotsOf(record.id), killSwitch: undefined, breaker: undefined, now: NOW };
    expect(nextStep({ ...facts, record: { ...record, handOver } })).toEqual({ kind: 'wait', seconds: 40 });
  });
});
