import { describe, expect, test } from 'vitest';
import { sealTools } from '../../../lib/adapters/system/seal-tools.ts';
import { lookBackFrom, nextFrom, nextTo, periodOf, sealableTo } from '../../../lib/domain/seals/periods.ts';
import { headAfter, inclusionOf } from '../../../lib/domain/seals/seal.ts';
import { at, chainOf, morning } from './record.ts';

describe('A period', () => {
  test('is one of the clock, and may be sealed five minutes after its end', () => {
    expect(periodOf(at(7, 59))).toBe(at(5));
    expect(sealableTo(new Date(at(9, 59)))).toBe(at(0));
    expect(sealableTo(new Date(at(10)))).toBe(at(5));
  });

  test('begins where the last one ended, or with the plane, and goes on while it has more', () => {
    const heads = chainOf(morning).map((seal) => headAfter(seal, undefined));
    expect(nextFrom(undefined, at(3))).toBe(at(0));
    expect(nextFrom(heads[0], at(0))).toBe(at(5));
    expect(nextFrom(heads[1], at(0))).toBe(at(5));
    expect(nextFrom(heads[2], at(0))).toBe(at(10));
  });

  const ends: readonly (readonly [what: string, next: Parameters<typeof nextTo>[0], to: string | undefined])[] = [
    ['with that of its first event', { from: at(0), due: at(40), first: at(17), late: false }, at(20)],
    ['nowhere while nothing is due', { from: at(10), due: at(10), first: at(10), late: true }, undefined],
    ['nowhere while nothing happens', { from: at(0), due: at(55), first: undefined, late: false }, undefined],
    ['after an hour in which nothing happened', { from: at(0), due: at(60), first: undefined, late: false }, at(60)],
    ['where something late waits for it', { from: at(0), due: at(5), first: undefined, late: true }, at(5)],
  ];
  test.each(ends)('ends %s', (_, next, to) => {
    expect(nextTo(next)).toBe(to);
  });

  test('is looked at again for half an hour, and once an hour for a day and more', () => {
    const from = (minute: number, looked?: number) =>
      lookBackFrom(new Date(at(minute)), { to: at(35), ...(looked === undefined ? {} : { lookedBackAt: at(looked) }) });
    expect(from(41, 40)).toBe(at(5));
    expect(from(94, 40)).toBe(at(5));
    expect(from(95, 40)).toBe(at(95 - 26 * 60));
    expect(from(41)).toBe(at(41 - 26 * 60));
    // By a clock that was far ahead.
    expect(from(41, 400)).toBe(at(41 - 26 * 60));
    // After a day and more in which nobody looked.
    expect(from(5 + 26 * 60, 40)).toBe(at(5));
    expect(from(6 + 26 * 60, 40)).toBe(at(5));
    expect(from(100 + 26 * 60, 40)).toBe(at(5));
  });
});

test('A seal has no proof for an event that is not in it', () => {
  const [seal] = chainOf(morning);
  expect(seal && inclusionOf(sealTools.digest, seal, 'another')).toBeUndefined();
});
