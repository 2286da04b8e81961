import { describe, expect, test } from 'vitest';
import type { DenialCount } from '../../../lib/domain/denials.ts';
import { keptEvent } from '../../../lib/domain/invariants/stored.ts';
import { anAuditEvent } from '../../builders/records.ts';
import { whole } from './kept.ts';
import { all, type Case, type Damage, describeDamages, saidBy, withoutEvent } from './whole.ts';

const name = 'Denials of auth0|observer with ROLE_FORBIDDEN in 2026-11-21T12';
const counter =
  (set: Partial<DenialCount>): Damage =>
  (stored) => ({ ...stored, denials: stored.denials.map((denials) => ({ ...denials, ...set })) });
const denied =
  (count: number): Damage =>
  (stored) => {
    const one = stored.audit.find(({ eventId }) => eventId === 'a denial') ?? never();
    const more = Array.from({ length: count - 1 }, (_, index) => ({ ...one, eventId: `denial ${index}` }));
    return { ...stored, audit: [...stored.audit, ...more] };
  };
const summary =
  (count: number): Damage =>
  (stored) => {
    const one = stored.audit.find(({ eventId }) => eventId === 'a denial') ?? never();
    const told = keptEvent({
      ...anAuditEvent(),
      ...one,
      eventId: 'the summary',
      eventType: 'DENIALS_SUMMARY',
      timestamp: '2026-11-21T13:05:00.000Z',
      after: { hour: '2026-11-21T12', count },
    });
    return { ...stored, audit: [...stored.audit, told] };
  };
const uncounted: Damage = (stored) => ({ ...stored, denials: [] });
const hour = all(denied(10), counter({ count: 57, closed: true }));

const cases: readonly Case[] = [
  ['two denials, both of them told', all(denied(2), counter({ count: 2 }))],
  [
    'a denial that was told and not counted twice',
    denied(2),
    [name, `${name} count 1; 2 have events of their own in place of 1`],
  ],
  [
    'a denial that was counted and not told',
    withoutEvent('a denial'),
    [name, `${name} count 1; 0 have events of their own in place of 1`],
  ],
  ['an hour that was told as it was counted', all(hour, summary(57))],
  ['an hour with few denials, closed', counter({ closed: true })],
  ['an hour with the last of few denials, closed', all(denied(10), counter({ count: 10, closed: true }))],
  ['an hour that was closed and not told', hour, [name, `${name} count 57 and are closed; the summaries say nothing`]],
  [
    'an hour that was told otherwise',
    all(hour, summary(56)),
    [name, `${name} count 57 and are closed; the summaries say 56`],
  ],
  [
    'an hour that was told twice',
    all(hour, summary(57), summary(57)),
    [name, `${name} count 57 and are closed; the summaries say 57,57`],
  ],
  [
    'an hour that was told and is still open',
    all(hour, counter({ closed: false }), summary(57)),
    [name, `${name} count 57 and are open; the summaries say 57`],
  ],
  ['denials that are not counted', uncounted, [name, `${name} are not counted`]],
  [
    'a denial without a code',
    all(uncounted, (stored) => ({ ...stored, audit: stored.audit.map(({ code: _, ...event }) => event) })),
    [name.replace('ROLE_FORBIDDEN', 'no code'), `${name.replace('ROLE_FORBIDDEN', 'no code')} are not counted`],
  ],
];

describeDamages('denials', cases);

describe('Of denials', () => {
  const open = all(denied(10), counter({ count: 11 }))(whole());

  test('more than are told singly must be told within hours', () => {
    expect(saidBy('denials', open, new Date('2026-11-21T15:59:59.000Z'))).toEqual([]);
    expect(saidBy('denials', open, new Date('2026-11-21T16:00:00.000Z'))).toEqual([
      [name, `${name} count 11 and have not been told`],
    ]);
  });

  test.each([
    ['those that were told', all(hour, summary(57))],
    ['few', all(denied(10), counter({ count: 10 }))],
  ])('%s are never late', (_, damage) => {
    expect(saidBy('denials', damage(whole()), new Date('2026-11-21T16:00:00.000Z'))).toEqual([]);
  });

  test('no counter is missed once those of its day are about to be dropped', () => {
    expect(saidBy('denials', uncounted(whole()), new Date('2026-11-27T12:00:00.000Z'))).toHaveLength(1);
    expect(saidBy('denials', uncounted(whole()), new Date('2026-11-28T12:00:00.000Z'))).toEqual([]);
    const atOnce = new Date('2026-11-27T12:00:15.000Z');
    expect(saidBy('denials', uncounted(whole()), atOnce)).toEqual([]);
    const one = whole().audit.find(({ eventId }) => eventId === 'a denial') ?? never();
    const later = { ...one, eventId: 'another', timestamp: '2026-11-21T12:00:16.000Z' };
    const two = uncounted({ ...whole(), audit: [...whole().audit, later] });
    expect(saidBy('denials', two, atOnce)).toEqual([[name, `${name} are not counted`]]);
  });
});

function never(): never {
  throw new Error('It was denied');
}
