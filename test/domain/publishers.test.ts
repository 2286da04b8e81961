import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, misfitOf, type Principal, publisherOf } from '../../lib/domain/publishers.ts';
import type { Caller } from '../../lib/domain/records.ts';
import type { Publisher } from '../../lib/domain/settings.ts';
import { aPublisher } from '../usecases/callers.ts';

const entry = (match: Publisher['match']): Publisher => ({ name: 'ci', provider: 'github', match });

/** Few values, so that entries and callers often meet. */
const value = fc.constantFrom('a', 'ab', 'b');
const list = fc.option(fc.uniqueArray(value, { minLength: 1, maxLength: 2 }), { nil: undefined });
const claims = { issuers: list, audiences: list, authorizedParties: list, subjects: list, subjectPrefixes: list };
const role = fc.record({ accountId: fc.constantFrom('1', '2'), roleName: value });
const publisher = fc.oneof(fc.record(claims), role).map(entry);
const token = fc.record({
  id: value,
  identity: fc.record({
    kind: fc.constant('token' as const),
    issuer: value,
    audience: value,
    authorizedParty: value,
  }),
});
const aws = role.map((given) => ({ id: 'a', identity: { kind: 'aws' as const, ...given } }));
const caller: fc.Arbitrary<Caller> = fc.oneof(token, aws).map((set) => aPublisher(set));

describe('One publisher covers another', () => {
  test('only if it lets in everybody that the other does', () => {
    let met = 0;
    fc.assert(
      fc.property(publisher, publisher, caller, (wide, narrow, who) => {
        if (!covers(wide, narrow) || !publisherOf(who, [narrow])) return;
        met += 1;
        expect(publisherOf(who, [wide])).toBe(wide);
      }),
      { numRuns: 10_000 },
    );
    expect(met).toBeGreaterThan(10);
  });

  test('if it is the same, or asks for less', () => {
    fc.assert(
      fc.property(publisher, (each) => {
        const { match } = each;
        const constrains = Object.values(match).some((values) => values !== undefined);
        expect(covers(each, each)).toBe(constrains);
      }),
    );
    const narrow = entry({ issuers: ['a'], subjects: ['repo:acme/shop'] });
    expect(covers(entry({ issuers: ['a', 'b'] }), narrow)).toBe(true);
    expect(covers(entry({ subjectPrefixes: ['repo:acme/'] }), narrow)).toBe(true);
    expect(covers(entry({ subjectPrefixes: ['repo:'] }), entry({ subjectPrefixes: ['repo:acme/'] }))).toBe(true);
  });

  test.each<readonly [string, Publisher['match'], Publisher['match']]>([
    ['it asks for more', { issuers: ['a'], subjects: ['x'] }, { issuers: ['a'] }],
    ['it asks for something else', { issuers: ['a'] }, { issuers: ['a', 'b'] }],
    ['it is about a token and the other about a role', { issuers: ['a'] }, { accountId: '1', roleName: 'a' }],
    ['it is about a role and the other about a token', { accountId: '1', roleName: 'a' }, { issuers: ['a'] }],
    ['it is about another role', { accountId: '1', roleName: 'a' }, { accountId: '1', roleName: 'b' }],
    ['it is about a role of another account', { accountId: '1', roleName: 'a' }, { accountId: '2', roleName: 'a' }],
    ['it lets nobody in', {}, { issuers: ['a'] }],
  ])('not if %s', (_, wide, narrow) => {
    expect(covers(entry(wide), entry(narrow))).toBe(false);
  });
});

describe('Why an entry does not let somebody in', () => {
  const match = {
    issuers: ['https://ci'],
    audiences: ['dxcp'],
    authorizedParties: ['app'],
    subjects: ['repo:acme/shop'],
    subjectPrefixes: ['repo:acme/'],
  };
  const identity = { kind: 'token', issuer: 'https://ci', audience: 'dxcp', authorizedParty: 'app' } as const;
  const somebody: Principal = { id: 'repo:acme/shop', identity };
  const somebodyAws: Principal = { id: 'x', identity: { kind: 'aws', accountId: '1', roleName: 'ci' } };
  const { authorizedParty: _, ...partyless } = identity;

  test.each<readonly [string | undefined, Publisher['match'], Principal]>([
    [undefined, match, somebody],
    ['issuers', match, { id: 'repo:acme/shop', identity: { ...identity, issuer: 'https://other' } }],
    ['audiences', match, { id: 'repo:acme/shop', identity: { ...identity, audience: 'other' } }],
    ['authorizedParties', match, { id: 'repo:acme/shop', identity: partyless }],
    ['subjects', match, { id: 'repo:acme/other', identity }],
    ['subjectPrefixes', { subjectPrefixes: ['repo:other/'] }, somebody],
    ['nothing', {}, somebody],
    ['kind', match, somebodyAws],
    [undefined, { accountId: '1', roleName: 'ci' }, somebodyAws],
    ['accountId', { accountId: '2', roleName: 'ci' }, somebodyAws],
    ['roleName', { accountId: '1', roleName: 'other' }, somebodyAws],
    ['kind', { accountId: '1', roleName: 'ci' }, somebody],
  ])('is %s', (misfit, given, who) => {
    expect(misfitOf(entry(given), who)).toBe(misfit);
    expect(publisherOf(who, [entry(given)]) !== undefined).toBe(misfit === undefined);
  });
});
