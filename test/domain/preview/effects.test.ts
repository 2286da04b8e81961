import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../lib/domain/preview/changes.ts';
import { effectsOf } from '../../../lib/domain/preview/effects.ts';
import { warningsOf } from '../../../lib/domain/preview/warnings.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService, planeSettings } from '../../builders/config.ts';
import { admitted, aSetup } from './setup.ts';

const bound = { name: 'sandbox', enabled: true, promotionOrder: 1 };
const withGroup = (set: Parameters<typeof aDeliveryGroup>[0]) => aSetup({ groups: [aDeliveryGroup(set)] });
const told = (before: ReturnType<typeof aSetup>, after: ReturnType<typeof aSetup>) =>
  effectsOf(before, after).map(({ subject, name, change, what }) => `${subject} ${name} ${change}: ${what}`);

describe('Who gains and loses what', () => {
  test('is told of services, recipes, environments and people', () => {
    const empty = withGroup({ services: [], allowedRecipes: [], environments: [], owners: [] });
    const all = [
      'service demo-service loses: the delivery group demo',
      'service demo-service loses: the recipe default',
      'environment sandbox loses: deployments of demo',
      'person owner@example.com loses: ownership of demo',
      'recipe default loses: the delivery group demo',
    ];
    expect(told(aSetup(), empty)).toEqual(all);
    expect(told(empty, aSetup())).toEqual(all.map((line) => line.replace(' loses:', ' gains:')));
    expect(told(aSetup(), aSetup())).toEqual([]);
    expect(told(aSetup({ groups: [] }), aSetup())).toEqual(told(empty, aSetup()));
  });

  test('is told of a recipe that nobody can use any more', () => {
    const recipes = new Map([['default', aRecipe({ status: 'deprecated' })]]);
    expect(told(aSetup(), aSetup({ recipes }))).toEqual([
      'service demo-service loses: the recipe default',
      'recipe default loses: the delivery group demo',
    ]);
  });

  test('is told of limits by what is in force, in the environment and in the mode', () => {
    const raised = withGroup({
      guardrails: { maxConcurrentDeployments: 3, dailyDeployQuota: 20, dailyRollbackQuota: 10 },
    });
    expect(told(aSetup(), raised)).toEqual([
      'environment sandbox gains: deployments at a time of demo: 3 in place of 1',
      'environment sandbox loses: deployments a day of demo: 20 in place of 25',
    ]);
    const overridden = { ...bound, guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 25 } };
    const groups = [{ ...aDeliveryGroup(), ...[...raised.groups.values()][0], environments: [overridden] }];
    expect(told(aSetup(), aSetup({ groups }))).toEqual([]);
    const evaluation = { settings: planeSettings({ mode: 'evaluation' }) };
    expect(told({ ...aSetup(), ...evaluation }, { ...raised, ...evaluation })).toEqual([]);
  });

  test('is told of production environments only where the mode opens them', () => {
    const environments = new Map([['sandbox', anEnvironment({ type: 'prod' })]]);
    const settings = planeSettings({ mode: 'evaluation' });
    expect(told(aSetup(), aSetup({ environments }))).toEqual([]);
    expect(told(aSetup(), aSetup({ environments, settings }))[0]).toBe(
      'environment sandbox loses: deployments of demo',
    );
    expect(told(aSetup(), aSetup({ environments: new Map() }))).toHaveLength(1);
  });

  test('is told of routes, and of nothing that every object has', () => {
    const routed = withGroup({ environments: [{ ...bound, routes: { 'demo-service': 'default' } }] });
    expect(told(aSetup(), routed)).toEqual([
      'service demo-service changes: its recipe in sandbox: default in place of none of its own',
    ]);
    expect(told(routed, routed)).toEqual([]);
    const odd = withGroup({ environments: [{ ...bound, routes: JSON.parse('{"constructor":"default"}') }] });
    expect(told(odd, aSetup())).toEqual([
      'service constructor changes: its recipe in sandbox: none of its own in place of default',
    ]);
    const elsewhere = withGroup({
      environments: [bound, { ...bound, name: 'new', routes: { 'demo-service': 'default' } }],
    });
    expect(told(aSetup(), elsewhere)).toHaveLength(1);
  });
});

describe('What is to be thought of twice', () => {
  const warned = (after: ReturnType<typeof aSetup>, facts: Partial<Parameters<typeof warningsOf>[0]> = {}) =>
    warningsOf({ before: aSetup(), after, groups: ['demo'], places: [], records: [], ...facts }).map(
      ({ name, message }) => `${name}: ${message}`,
    );

  test('is nothing where all is well, or nothing is concerned', () => {
    expect(warned(aSetup())).toEqual([]);
    expect(warned(aSetup(), { groups: ['ghost'] })).toEqual([]);
    expect(warned(withGroup({ services: ['unread'] }))).toEqual([]);
  });

  test.each([
    ['nobody owns it', withGroup({ owners: [] }), 'demo: Nobody owns it'],
    ['no recipe is left', aSetup({ recipes: new Map() }), 'demo-service: No recipe'],
    [
      'no recipe fits',
      aSetup({ services: new Map([['demo-service', aService({ allowedRecipes: [] })]]) }),
      'demo-service: No',
    ],
    [
      'nothing may be deployed',
      withGroup({ guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 0, dailyRollbackQuota: 1 } }),
      'sandbox: demo may not make a single deployment there',
    ],
    [
      'nothing may be rolled back',
      withGroup({ guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 1, dailyRollbackQuota: 0 } }),
      'sandbox: demo may not make a single rollback there',
    ],
  ])('is that %s', (_, after, begins) => {
    expect(warned(after)).toEqual([expect.stringContaining(begins)]);
  });

  test('is a route to a recipe that is deprecated', () => {
    const routes = { 'demo-service': 'default' };
    const { groups } = withGroup({ environments: [{ ...bound, routes }] });
    const recipes = new Map([['default', aRecipe({ status: 'deprecated' })]]);
    expect(warned({ ...aSetup({ recipes }), groups })).toContainEqual(expect.stringContaining('leads to default'));
  });

  test('is a limit below what is used', () => {
    const place = { deliveryGroupId: 'demo', environment: 'sandbox', held: 2, deploys: 26, rollbacks: 11 };
    expect(warned(aSetup(), { places: [place] })).toEqual([
      expect.stringContaining('has 2 deployments under way'),
      expect.stringContaining('has made 26 deployments'),
      expect.stringContaining('has made 11 rollbacks'),
    ]);
    expect(warned(aSetup(), { places: [{ ...place, held: 1, deploys: 25, rollbacks: 10 }] })).toEqual([]);
    expect(warned(aSetup(), { places: [{ ...place, deliveryGroupId: 'ghost' }] })).toEqual([]);
  });

  test('is what is under way and could not be begun again', () => {
    const records = [admitted(1, { at: 0 }), admitted(2, { at: 10, lasts: 5 })];
    const closed = withGroup({ services: [] });
    expect(warned(closed, { records })).toEqual([expect.stringContaining('1.0.0 is under way to sandbox')]);
    expect(warned(closed, { records, before: closed })).toEqual([]);
  });
});

describe('What changes', () => {
  test('is told value by value, with named things by their names', () => {
    const before = aDeliveryGroup({ description: 'Old' });
    const { description: _, ...rest } = before;
    const other = { ...bound, name: 'staging', promotionOrder: 2 };
    const after = { ...rest, owners: [], environments: [{ ...bound, enabled: false }, other], revision: 9 };
    expect(changesOf(before, after)).toEqual([
      { path: 'owners', before: ['owner@example.com'], after: [] },
      { path: 'environments.sandbox.enabled', before: true, after: false },
      { path: 'environments.staging', after: other },
      { path: 'description', before: 'Old' },
    ]);
  });

  test('is everything of something new, and the order where only that is another', () => {
    expect(changesOf(undefined, { name: 'new', limit: 1 })).toEqual([
      { path: 'name', after: 'new' },
      { path: 'limit', after: 1 },
    ]);
    const one = { name: 'a' };
    const two = { name: 'b' };
    expect(changesOf({ list: [one, two] }, { list: [two, one] })).toEqual([
      { path: 'list', before: [one, two], after: [two, one] },
    ]);
    expect(changesOf({ a: null }, { a: [{ name: 1 }] })).toEqual([{ path: 'a', before: null, after: [{ name: 1 }] }]);
  });
});
