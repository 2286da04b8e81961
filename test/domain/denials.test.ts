import { describe, expect, test } from 'vitest';
import { type DenialCount, denialsSummary, hoursToTell, instantIn, singlesOf } from '../../lib/domain/denials.ts';

const at = (time: string) => new Date(`2026-11-21T${time}Z`);

describe('The hours to tell', () => {
  test.each([
    ['a plane that has never told any looks back a few hours', undefined, '12:05:00', 6, '2026-11-21T06'],
    ['an hour is told once it has been over for minutes', '2026-11-21T11', '12:05:00', 3, '2026-11-21T09'],
    ['an hour that is just over is not', '2026-11-21T11', '12:04:59', 0, undefined],
    ['an hour that was told is not told again', '2026-11-21T12', '12:59:59', 0, undefined],
    ['after a long silence, a day is told at once', '2026-11-18T00', '12:30:00', 26, '2026-11-17T22'],
  ])('%s', (_, before, time, count, first) => {
    const hours = hoursToTell(before === undefined ? undefined : { before }, at(time));
    expect([hours.length, hours[0]]).toEqual([count, first]);
    expect(hours).toEqual([...hours].sort());
  });

  test('are the last ones before the open hour, those told before among them', () => {
    expect(hoursToTell({ before: '2026-11-21T11' }, at('12:30:00'))).toEqual([
      '2026-11-21T09',
      '2026-11-21T10',
      '2026-11-21T11',
    ]);
  });
});

describe('A denial', () => {
  test('has the instant at which it is put on record, never one before its hour', () => {
    expect(instantIn('2026-11-21T12', at('12:30:00'))).toBe('2026-11-21T12:30:00.000Z');
    expect(instantIn('2026-11-21T13', at('12:59:59'))).toBe('2026-11-21T13:00:00.000Z');
  });

  test('is single among the first ten', () => {
    expect([0, 9, 10, 11].map(singlesOf)).toEqual([0, 9, 10, 10]);
  });
});

describe('The summary of an hour', () => {
  const counted = (count: number): DenialCount => ({
    callerId: 'auth0|owner',
    code: 'ROLE_FORBIDDEN',
    hour: '2026-11-21T12',
    role: 'OBSERVER',
    count,
    closed: false,
  });

  test('tells how many there were, and is the same however often it is made', () => {
    const summary = denialsSummary(counted(57), at('13:05:00'));
    expect(summary).toStrictEqual({
      eventId: 'denials.2026-11-21T12.ROLE_FORBIDDEN.auth0|owner',
      eventType: 'DENIALS_SUMMARY',
      outcome: 'DENIED',
      actorId: 'auth0|owner',
      actorRole: 'OBSERVER',
      targetType: 'Denials',
      targetId: 'ROLE_FORBIDDEN',
      summary:
        '57 requests were denied with ROLE_FORBIDDEN in the hour from 2026-11-21T12:00Z; 10 of them have events of their own',
      requestId: 'denials.2026-11-21T12',
      code: 'ROLE_FORBIDDEN',
      after: { hour: '2026-11-21T12', count: 57, singles: 10 },
      timestamp: '2026-11-21T13:05:00.000Z',
    });
    expect(denialsSummary(counted(57), at('13:06:00'))?.eventId).toBe(summary?.eventId);
  });

  test('is none where each denial has an event', () => {
    expect(denialsSummary(counted(10), at('13:05:00'))).toBeUndefined();
    expect(denialsSummary(counted(11), at('13:05:00'))).toMatchObject({ after: { count: 11, singles: 10 } });
  });
});
