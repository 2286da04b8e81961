import { describe, expect, it } from 'vitest';
import { auditSearch, filterOf } from '../../ui/src/screens/admin/audit-search.ts';

const NOW = Date.parse('2026-03-10T15:30:00Z');

describe('the filters in the address of the audit', () => {
  it.each<[Record<string, unknown>, object]>([
    [{}, {}],
    [
      { type: 'ADMIN_UPDATE', actor: ' a@b.c ', target: 'demo', group: 'demo', days: '30' },
      { type: 'ADMIN_UPDATE', actor: 'a@b.c', target: 'demo', group: 'demo', days: 30 },
    ],
    [{ type: 'BOGUS', days: 5, other: 'x', actor: '' }, {}],
    [{ days: 7 }, {}],
    [{ target: 12 }, { target: '12' }],
  ])('%j are understood as %j', (raw, expected) => {
    expect(auditSearch(raw)).toEqual(expected);
  });

  it('ask from the start of a day, so that the question stays the same all day', () => {
    expect(filterOf({}, NOW)).toEqual({ from: '2026-03-03T00:00:00.000Z' });
    expect(filterOf({ days: 0, type: 'DEPLOY_DENIED', actor: 'a', target: 'b', group: 'c' }, NOW)).toEqual({
      type: 'DEPLOY_DENIED',
      actorId: 'a',
      targetId: 'b',
      deliveryGroupId: 'c',
    });
  });
});
