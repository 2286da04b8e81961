import { describe, expect, test } from 'vitest';
import { ratesIn } from '../../lib/domain/limits.ts';
import { endOfMinute, leaseOf, limitOf, minuteOf, restOf, secondsUntil } from '../../lib/domain/rates.ts';

describe('The limits of requests a minute', () => {
  const limits = { readRpm: 600, mutateRpm: 60 };

  test('are those configured, and in evaluation mode the tighter of them and what the mode allows', () => {
    expect(ratesIn({ mode: 'standard', limits })).toEqual(limits);
    expect(ratesIn({ mode: 'evaluation', limits })).toEqual({ readRpm: 300, mutateRpm: 10 });
    const tight = { readRpm: 100, mutateRpm: 5 };
    expect(ratesIn({ mode: 'evaluation', limits: tight })).toEqual(tight);
  });

  test('are one for reads and one for changes', () => {
    expect([limitOf('read', limits), limitOf('mutation', limits)]).toEqual([600, 60]);
  });
});

describe('A minute', () => {
  test.each([
    ['2026-11-21T12:00:00.000Z', '2026-11-21T12:00', 60],
    ['2026-11-21T12:00:59.000Z', '2026-11-21T12:00', 1],
    ['2026-11-21T12:00:59.999Z', '2026-11-21T12:00', 1],
    ['2026-12-31T23:59:30.500Z', '2026-12-31T23:59', 30],
  ])('that %s is in is %s, and over in %i s', (instant, minute, seconds) => {
    const now = new Date(instant);
    expect(minuteOf(now)).toBe(minute);
    expect(secondsUntil(endOfMinute(minute).toISOString(), now)).toBe(seconds);
  });

  test('that is over has no less than a second to wait for', () => {
    expect(secondsUntil('2026-11-21T12:01:00.000Z', new Date('2026-11-21T12:01:05.000Z'))).toBe(1);
  });
});

describe('A lease', () => {
  test.each([
    [1, 1],
    [20, 1],
    [21, 2],
    [300, 15],
    [600, 30],
    [1000, 50],
    [10_000, 50],
  ])('of a limit of %i is %i reads', (limit, count) => {
    expect(leaseOf(limit)).toBe(count);
  });

  test.each([
    [600, 30, 570, 0, 'would have fitted'],
    [600, 30, 571, 29, 'is more than the rest'],
    [600, 30, 599, 1, 'is more than the last one'],
    [600, 30, 600, 0, 'finds nothing left'],
    [10, 1, 12, 0, 'finds a limit that was lowered'],
  ])('of %i that asked for %i where %i are used asks again for %i: it %s', (limit, count, used, rest) => {
    const key = { callerId: 'c', kind: 'read', minute: '2026-11-21T12:00' } as const;
    expect(restOf({ key, limit, count }, used)).toBe(rest);
  });
});
