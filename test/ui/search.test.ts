import { describe, expect, it } from 'vitest';
import { deploymentsSearch } from '../../ui/src/app/search.ts';
import { asQuery, notUnderstood } from '../../ui/src/screens/deployments/question.ts';

describe('the filters in the address of the deployments', () => {
  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [
      { state: 'FAILED', days: '30' },
      { state: 'FAILED', days: 30 },
    ],
    [{ days: 7 }, {}],
    [{ outcome: 'CANCELED' }, { state: 'CANCELED' }],
    [{ state: 'IN_PROGRESS' }, { state: 'IN_FLIGHT' }],
    [{ state: 'PENDING' }, { state: 'IN_FLIGHT' }],
    [
      { environment: 'prod', deliveryGroupId: 'demo', createdBy: 'a@b.c' },
      { env: 'prod', group: 'demo', by: 'a@b.c' },
    ],
    [{ state: 'BOGUS', days: '5', other: 'x' }, {}],
  ])('%j are understood as %j', (raw, expected) => {
    expect(deploymentsSearch(raw)).toEqual(expected);
  });

  it('are named when they filter nothing', () => {
    const parts = (query: string) => notUnderstood(new URLSearchParams(query));
    expect(parts('state=FAILED&service=a&outcome=SUCCEEDED&days=30')).toEqual([]);
    expect(parts('state=BOGUS&days=5&other=x')).toEqual(['state=BOGUS', 'days=5', 'other=x']);
  });

  it('ask for all that succeeded, whatever became of it then', () => {
    expect(asQuery('SUCCEEDED')).toEqual({ state: 'SUCCEEDED' });
    expect(asQuery('SUPERSEDED')).toEqual({ outcome: 'SUPERSEDED' });
    expect(asQuery('IN_FLIGHT')).toEqual({ inFlight: true });
    expect(asQuery(undefined)).toEqual({});
  });
});
