import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeploymentRecord } from '../../../lib/domain/records.ts';
import { iso, plusSeconds } from '../../../lib/domain/time.ts';
import { inTurn } from '../../../lib/usecases/watch/settling-order.ts';
import { aRecord, idNumber } from '../../builders/records.ts';

const START = new Date('2026-11-21T12:00:00.000Z');
const at = (seconds: number) => plusSeconds(START, seconds);

/** Asked of the engine then; ids are in the order of time. */
const asked = (number: number, seconds: number): DeploymentRecord =>
  aRecord({ id: idNumber(number), state: 'FAILED', handOver: { leases: 1, lastRequestAt: iso(at(seconds)) } });
const numbers = (records: readonly DeploymentRecord[]) => records.map(({ id }) => Number(id.slice(3)));

describe('The order in which deployments are settled', () => {
  const waiting = [1, 2, 3, 4].map((number) => asked(number, -1000 + number));
  const fresh = [11, 12].map((number) => asked(number, -100 + number));

  test('takes new ones, the newest first, and such as wait for longer by turns', () => {
    const order = inTurn([...waiting, ...fresh], { settledTo: undefined, now: START });
    expect(numbers(order)).toEqual([12, 4, 11, 3, 2, 1]);
  });

  test.each([
    [3, [2, 1, 4, 3]],
    [1, [4, 3, 2, 1]],
    [99, [4, 3, 2, 1]],
  ])('goes on before the one that was settled last: after %i', (last, expected) => {
    expect(numbers(inTurn(waiting, { settledTo: idNumber(last), now: START }))).toEqual(expected);
  });

  test('lets nobody starve and no new one wait, however many come and however little is done a minute', () => {
    const minutes = fc.array(fc.nat(12), { minLength: 80, maxLength: 80 });
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 10 }), fc.integer({ min: 1, max: 40 }), minutes, (room, old, arrivals) => {
        // None is ever done with: each stays due for ever.
        const due = Array.from({ length: old }, (_, number) => asked(number, -10_000 + number));
        const unmet = new Set(numbers(due));
        let settledTo: string | undefined;
        let next = 1000;
        arrivals.forEach((count, minute) => {
          const now = at(minute * 60);
          const newest = Array.from({ length: count }, (_, index) => asked(next + index, minute * 60 - 90));
          due.push(...newest);
          next += count;
          const looked = inTurn(due, { settledTo, now }).slice(0, room);
          for (const number of numbers(looked)) unmet.delete(number);
          for (const record of looked) if (isOld(record, now)) settledTo = record.id;
          const prompt = newest.filter((record) => looked.includes(record)).length;
          expect(prompt).toBeGreaterThanOrEqual(Math.min(count, Math.floor(room / 2)));
        });
        // Forty old ones, two a minute at least, and at most one round of what has come meanwhile before them.
        expect([...unmet]).toEqual([]);
      }),
    );
  });
});

const isOld = ({ handOver }: DeploymentRecord, now: Date): boolean =>
  now.getTime() - Date.parse(handOver.lastRequestAt ?? '') >= 210_000;
