import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../lib/domain/preview/changes.ts';
import { effectsOf } from '../../../lib/domain/preview/effects.ts';
import { countUse } from '../../../lib/domain/preview/past-use.ts';
import { replayOf } from '../../../lib/domain/preview/replay.ts';
import { eligibleRecipes, isOpen } from '../../../lib/domain/preview/setup.ts';
import { warningsOf } from '../../../lib/domain/preview/warnings.ts';
import { iso, plusSeconds } from '../../../lib/domain/time.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, planeSettings } from '../../builders/config.ts';
import { idNumber } from '../../builders/records.ts';
import { NOW } from '../builders.ts';
import { admitted, aSetup } from './setup.ts';

/** Where a preview says something or not: the last of what it tells, and the first of what it does not. */

const bound = { name: 'sandbox', enabled: true, promotionOrder: 1 };
const staging = { name: 'staging', enabled: true, promotionOrder: 2 };
const withGroup = (set: Parameters<typeof aDeliveryGroup>[0]) => aSetup({ groups: [aDeliveryGroup(set)] });
const guardrails = { maxConcurrentDeployments: 1, dailyDeployQuota: 0, dailyRollbackQuota: 0 };

describe('A change is told', () => {
  test.each([
    { what: 'of a word', before: 'Old', after: 'New' },
    { what: 'of a list of words', before: ['a', 'b'], after: ['a', 'c'] },
    { what: 'of things without names', before: [{ limit: 1 }], after: [{ limit: 2 }] },
    {
      what: 'of things of which not all have names',
      before: [{ name: 'a', x: 1 }, 'b'],
      after: [{ name: 'a', x: 2 }, 'b'],
    },
    { what: 'of the first that is in a list', before: [], after: [{ name: 'a', x: 1 }] },
    { what: 'of a list with nothing in it', before: [null], after: [{ name: 'a', x: 1 }] },
    { what: 'of nothing that becomes something', before: null, after: { x: { y: 1 } } },
  ])('as a whole: $what', ({ before, after }) => {
    expect(changesOf({ value: before }, { value: after })).toStrictEqual([{ path: 'value', before, after }]);
  });

  test('without a side that there is not', () => {
    expect(changesOf({ old: 1, same: 2 }, { new: 3, same: 2 })).toStrictEqual([
      { path: 'old', before: 1 },
      { path: 'new', after: 3 },
    ]);
  });
});

describe('What somebody has', () => {
  test.each([
    { what: 'bound and enabled', set: {}, open: true },
    { what: 'not bound', set: { environments: [staging] }, open: false },
    { what: 'bound and not enabled', set: { environments: [{ ...bound, enabled: false }] }, open: false },
  ])('is an environment that is $what: $open', ({ set, open }) => {
    expect(isOpen(aSetup(), aDeliveryGroup(set), 'sandbox')).toBe(open);
  });

  test('is an environment of no production in the evaluation mode too', () => {
    const settings = planeSettings({ mode: 'evaluation' });
    expect(isOpen(aSetup({ settings }), aDeliveryGroup(), 'sandbox')).toBe(true);
  });

  test('is no recipe of a service that is not known, nor one that is not there', () => {
    expect(eligibleRecipes(aSetup(), aDeliveryGroup(), 'nobody')).toEqual([]);
    const effects = effectsOf(aSetup(), withGroup({ allowedRecipes: ['default', 'ghost'] }));
    expect(effects).toEqual([]);
  });
});

describe('What is told of an environment', () => {
  const environments = new Map(['sandbox', 'staging'].map((name) => [name, anEnvironment({ name })]));
  const both = { ...withGroup({ environments: [bound, staging] }), environments };

  test('is told of each that was bound before, and no limit of one that was not', () => {
    const raised = { ...aDeliveryGroup().guardrails, dailyDeployQuota: 30 };
    const more = { ...withGroup({ environments: [bound, staging], guardrails: raised }), environments };
    const gains = { subject: 'environment', change: 'gains', what: 'deployments a day of demo: 30 in place of 25' };
    expect(effectsOf(both, more)).toEqual([
      { ...gains, name: 'sandbox' },
      { ...gains, name: 'staging' },
    ]);
    const own = withGroup({ environments: [bound, { ...staging, guardrails: { dailyDeployQuota: 1 } }] });
    expect(effectsOf(aSetup(), own)).toEqual([]);
  });

  test('is a route in that one', () => {
    const routed = (routes: Record<string, string>) => withGroup({ environments: [bound, { ...staging, routes }] });
    expect(effectsOf(routed({ 'demo-service': 'a' }), routed({ 'demo-service': 'b' }))).toEqual([
      { subject: 'service', name: 'demo-service', change: 'changes', what: 'its recipe in staging: b in place of a' },
    ]);
  });
});

describe('A warning says what it is about', () => {
  const warned = (after: ReturnType<typeof aSetup>, facts: Partial<Parameters<typeof warningsOf>[0]> = {}) =>
    warningsOf({ before: aSetup(), after, groups: ['demo'], places: [], records: [], ...facts });

  test('where nobody owns a group, no recipe is left for a service, or nothing may be done', () => {
    expect(warned(withGroup({ owners: [], allowedRecipes: [], guardrails }))).toEqual([
      {
        subject: 'delivery group',
        name: 'demo',
        message: 'Nobody owns it: only platform admins can deploy its services',
      },
      {
        subject: 'service',
        name: 'demo-service',
        message: 'No recipe that demo allows fits it, or is in use: it cannot be deployed',
      },
      { subject: 'environment', name: 'sandbox', message: 'demo may not make a single deployment there' },
      { subject: 'environment', name: 'sandbox', message: 'demo may not make a single rollback there' },
    ]);
  });

  test('and of routes only those that lead to what is deprecated', () => {
    const routes = { 'demo-service': 'default', other: 'old', third: 'ghost' };
    const { groups } = withGroup({ environments: [{ ...bound, routes }] });
    const recipes = new Map([
      ['default', aRecipe()],
      ['old', aRecipe({ id: 'old', status: 'deprecated' })],
    ]);
    expect(warned({ ...aSetup({ recipes }), groups })).toEqual([
      {
        subject: 'service',
        name: 'other',
        message:
          'Its route in sandbox leads to old, which is deprecated: it cannot be deployed there without naming another recipe',
      },
    ]);
  });

  test('and nothing of the limits of an environment that is closed', () => {
    const environments = new Map([['sandbox', anEnvironment({ lifecycle: 'disabled' })]]);
    const { groups } = withGroup({ guardrails });
    const closed = { ...aSetup({ environments }), groups };
    expect(warned(closed, { before: closed })).toEqual([]);
  });

  test('where the last environment of a group is closed, not where a new group has none yet', () => {
    const [gone] = warned(withGroup({ environments: [] }));
    expect(gone).toEqual({
      subject: 'delivery group',
      name: 'demo',
      message: 'No environment is open to it: its services cannot be deployed anywhere',
    });
    const added = aDeliveryGroup({ id: 'new', services: [], environments: [] });
    expect(warned(aSetup({ groups: [aDeliveryGroup(), added] }))).toEqual([]);
  });

  test('where more is used than may be', () => {
    const place = { deliveryGroupId: 'demo', environment: 'sandbox', held: 2, deploys: 0, rollbacks: 0 };
    expect(warned(aSetup(), { places: [place] })).toEqual([
      {
        subject: 'environment',
        name: 'sandbox',
        message: 'demo has 2 deployments under way there; they go on, and nothing is admitted before fewer than 1 do',
      },
    ]);
  });

  test('and nothing of what is used where nothing is open any more, nor of midnight where none are allowed at all', () => {
    const place = { deliveryGroupId: 'demo', environment: 'prod', held: 2, deploys: 12, rollbacks: 12 };
    const prod = new Map([['prod', anEnvironment({ name: 'prod', type: 'prod' })]]);
    const groups = [aDeliveryGroup({ environments: [{ ...bound, name: 'prod' }] })];
    const evaluation = planeSettings({ mode: 'evaluation' });
    const closed = aSetup({ groups, environments: prod, settings: evaluation });
    expect(warned(closed, { before: closed, groups: [], places: [place] })).toEqual([]);
    const used = { ...place, environment: 'sandbox', held: 0 };
    expect(warned(withGroup({ guardrails }), { groups: [], places: [used] })).toEqual([]);
    const one = { ...guardrails, dailyDeployQuota: 1, dailyRollbackQuota: 1 };
    expect(warned(withGroup({ guardrails: one }), { groups: [], places: [used] })).toEqual(
      ['deployments', 'rollbacks'].map((what) => ({
        subject: 'environment',
        name: 'sandbox',
        message: `demo has made 12 ${what} there today: no more are admitted before midnight UTC`,
      })),
    );
  });

  test('where something is under way, not where it has ended', () => {
    const records = [admitted(1, { at: 0 }), admitted(2, { at: 10, lasts: 5 })];
    expect(warned(withGroup({ services: [] }), { records })).toEqual([
      {
        subject: 'service',
        name: 'demo-service',
        message: `1.0.0 is under way to sandbox (${idNumber(1)}): it goes on, and could not be begun again`,
      },
    ]);
  });
});

describe('What was admitted', () => {
  const rollback = { deploymentKind: 'ROLLBACK', rollbackOf: idNumber(1), waitsFor: idNumber(1) } as const;
  const quota = { day: '2026-11-21', kind: 'rollback', refunded: false } as const;
  const turnAt = (seconds: number) => iso(plusSeconds(NOW, seconds));
  const holdersOf = (...records: Parameters<typeof countUse>[0]) =>
    countUse(records)
      .get(records.at(-1)?.id ?? '')
      ?.holders.map(({ id }) => id);

  test('found a place free that was freed within a second of it, as clocks differ', () => {
    const first = admitted(1, { at: 0, lasts: 60 });
    expect(holdersOf(first, admitted(2, { at: 58 }))).toEqual([first.id]);
    expect(holdersOf(first, admitted(2, { at: 59 }))).toEqual([]);
  });

  test('found a place taken from the very instant at which it went to a take-over', () => {
    const over = admitted(2, { at: 30, turnAt: turnAt(60), quota, ...rollback });
    expect(holdersOf(over, admitted(3, { at: 59 }))).toEqual([]);
    expect(holdersOf(over, admitted(3, { at: 60 }))).toEqual([over.id]);
  });

  test('would be refused in the words of the rule, also a take-over, and where an environment is gone', () => {
    const span = { from: iso(NOW), to: iso(NOW), capped: false };
    const over = admitted(2, { at: 30, turnAt: turnAt(60), quota, ...rollback });
    const after = aSetup({ environments: new Map() });
    expect(replayOf({ before: aSetup(), after }, [over], span)).toStrictEqual({
      ...span,
      looked: 1,
      refusedCount: 1,
      refused: [
        {
          deploymentId: over.id,
          service: 'demo-service',
          environment: 'sandbox',
          version: '1.0.0',
          createdAt: over.createdAt,
          createdBy: 'owner@example.com',
          code: 'ENVIRONMENT_NOT_ALLOWED',
          message: 'sandbox is not open to Demo',
        },
      ],
    });
  });
});
