import { describe, expect, it } from 'vitest';
import { changesBetween, faultsOf, redone } from '../../ui/src/form/changes.ts';
import type { GroupBody, Known } from '../../ui/src/objects/binding.ts';
import { blankGroup, groupSections } from '../../ui/src/objects/group.ts';
import { type PublishersBody, publisherSections, withNewRow, withoutRow } from '../../ui/src/objects/publishers.ts';

const known: Known = {
  groups: [],
  services: [{ name: 'search-api' }, { name: 'billing' }],
  recipes: [
    { id: 'default', name: 'Standard', status: 'active' },
    { id: 'canary', name: 'Canary', status: 'active' },
  ],
  environments: [
    { name: 'sandbox', displayName: 'Sandbox' },
    { name: 'prod', displayName: 'Production' },
  ],
};
const sections = groupSections(known, false);
const at = '2026-01-01T00:00:00.000Z';
const stamp = { revision: 1, createdAt: at, createdBy: 'admin', updatedAt: at, updatedBy: 'admin' };
const group: GroupBody = {
  ...blankGroup,
  id: 'demo',
  name: 'Demo',
  services: ['search-api'],
  allowedRecipes: ['default'],
  environments: [
    { name: 'sandbox', enabled: true, promotionOrder: 1 },
    { name: 'prod', enabled: true, promotionOrder: 2 },
  ],
};
const [sandbox, prod] = group.environments;
if (!sandbox || !prod) throw new Error('The group has two environments');

const said = (after: GroupBody): string[] =>
  changesBetween(sections, group, after).map(({ label, text }) => `${label}: ${text}`);

describe('a change of a delivery group in words', () => {
  it.each<[string, Partial<GroupBody>, string[]]>([
    ['nothing', {}, []],
    ['a figure', { guardrails: { ...group.guardrails, dailyDeployQuota: 10 } }, ['Daily deployments: 25 → 10']],
    ['text that was not there', { description: 'Shown first' }, ['Description: None → Shown first']],
    [
      'a list',
      { allowedRecipes: ['canary'], services: ['search-api', 'billing'] },
      ['Services: added billing', 'Recipes: added Canary; removed Standard'],
    ],
    [
      'a limit of one environment',
      { environments: [{ ...sandbox, guardrails: { dailyDeployQuota: 3 } }, prod] },
      ['Sandbox, daily deployments: As the group (25) → 3'],
    ],
    [
      'an environment that is closed',
      { environments: [{ ...sandbox, enabled: false }, prod] },
      ['Sandbox, access: Open → Closed for now'],
    ],
    [
      'a route',
      { environments: [{ ...sandbox, routes: { 'search-api': 'default' } }, prod] },
      ['Sandbox, recipe of search-api: Any that is allowed → Standard'],
    ],
  ])('tells %s', (_what, part, expected) => {
    expect(said({ ...group, ...part })).toEqual(expected);
  });

  it('tells each field once when an environment before it is taken out', () => {
    const lines = said({ ...group, environments: [{ ...prod, enabled: false }] });
    expect(lines.filter((line) => line.startsWith('Production, access'))).toEqual([
      'Production, access: Open → Closed for now',
    ]);
    expect(lines).toContain('Sandbox, access: Open → Not for this group');
  });

  it('says that a list is only in another order', () => {
    const both = { ...group, services: ['search-api', 'billing'] };
    const turned = { ...both, services: ['billing', 'search-api'] };
    expect(changesBetween(sections, both, turned).map(({ text }) => text)).toEqual(['in another order']);
  });
});

describe('a change that is made again on a newer version', () => {
  it('keeps what the newer version changed elsewhere', () => {
    const mine = { ...group, guardrails: { ...group.guardrails, dailyDeployQuota: 10 } };
    const newest = { ...group, name: 'Demo services', guardrails: { ...group.guardrails, dailyRollbackQuota: 3 } };
    expect(redone(sections, group, mine, newest)).toEqual({
      ...newest,
      guardrails: { ...newest.guardrails, dailyDeployQuota: 10 },
    });
  });

  it('wins where both changed the same', () => {
    const named = (name: string) => ({ ...group, name });
    expect(redone(sections, group, named('Mine'), named('Theirs')).name).toBe('Mine');
  });
});

describe('a number in a form', () => {
  it.each<[number, boolean]>([
    [Number.NaN, true],
    [-1, true],
    [1.5, true],
    [0, false],
    [100_000, false],
    [100_001, true],
  ])('%d is out of bounds: %s', (dailyDeployQuota, isWrong) => {
    const faults = faultsOf(sections, { ...group, guardrails: { ...group.guardrails, dailyDeployQuota } });
    expect(faults.has('guardrails.dailyDeployQuota')).toBe(isWrong);
  });

  it('may be left empty where the group has one', () => {
    expect([...faultsOf(sections, group).keys()]).toEqual([]);
  });
});

describe('the id of something new', () => {
  const demo = { ...known, groups: [{ ...group, ...stamp }] };

  it.each([
    ['demo', ['id']],
    ['search', []],
  ])('%s is refused at once when it is taken: %j', (id, expected) => {
    expect([...faultsOf(groupSections(demo, true), { ...blankGroup, id }).keys()]).toEqual(expected);
  });

  it('comes first among what is added', () => {
    const added = { ...group, id: 'search', services: [] };
    const [first] = changesBetween(groupSections(known, true), blankGroup, added);
    expect(first).toMatchObject({ label: 'Id', text: 'None → search' });
  });
});

describe('the list of CI publishers', () => {
  const one: PublishersBody = {
    rows: {
      github: { name: 'github', provider: 'github', match: { issuers: ['https://ci.example'] } },
      aws: { name: 'aws', provider: 'aws', match: { accountId: '123456789012', roleName: 'publisher' } },
    },
  };

  it('tells only of the publisher that was taken out', () => {
    const changes = changesBetween(publisherSections, one, withoutRow(one, 'github'));
    expect(changes.map(({ label }) => label.split(':')[0])).toEqual(changes.map(() => 'github'));
    expect(changes.length).toBeGreaterThan(0);
  });

  it('tells of a new publisher only what is filled in', () => {
    const changes = changesBetween(publisherSections, one, withNewRow(one));
    expect(changes.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Publisher 1: known by: None → Claims of its token',
    ]);
  });

  it('gives each new publisher a place of its own', () => {
    expect(Object.keys(withNewRow(withNewRow(one)).rows)).toHaveLength(4);
  });
});
