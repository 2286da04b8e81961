import { describe, expect, test } from 'vitest';
import { admittedWithin, type InForce } from '../../../lib/domain/invariants/admitted.ts';
import { findingOf } from '../../../lib/domain/invariants/invariant.ts';
import { unchanged } from '../../../lib/domain/invariants/unchanged.ts';
import type { DeploymentRecord } from '../../../lib/domain/records.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService } from '../../builders/config.ts';
import { aBuild, aRecord, aSuccess, nextOf } from '../../builders/records.ts';

/** What only who sees a write can tell. */

const inForce: InForce = {
  group: aDeliveryGroup(),
  service: aService({ deliveryGroupId: 'demo' }),
  environment: anEnvironment(),
  recipe: aRecipe(),
  build: aBuild(),
  guard: { deliveryGroupId: 'demo', revision: 3, mutationsDisabled: false },
  mode: 'standard',
  held: 1,
  used: 25,
};
const forward = aRecord({ id: 'one' });
const back = aRecord({ id: 'one', deploymentKind: 'ROLLBACK', quota: { ...forward.quota, kind: 'rollback' } });
const evaluation = { mode: 'evaluation', used: 10 } as const;
const tight = { maxConcurrentDeployments: 1, dailyDeployQuota: 3, dailyRollbackQuota: 2 };
const bound = (set: object) =>
  aDeliveryGroup({ environments: [{ name: 'sandbox', enabled: true, promotionOrder: 1, ...set }] });

type Admitted = readonly [string, DeploymentRecord, Partial<InForce>, ...says: readonly string[]];

const admissions: readonly Admitted[] = [
  ['to the last place and the last of the day', forward, {}],
  [
    'while changes are off',
    forward,
    { guard: { deliveryGroupId: 'demo', revision: 3, mutationsDisabled: true } },
    'one is admitted while changes are switched off',
  ],
  ['without a guard row', forward, { guard: undefined }, 'one is admitted while changes are switched off'],
  [
    'for a former group',
    forward,
    { service: aService({ deliveryGroupId: 'other' }) },
    'one is admitted for demo; its service is in other',
  ],
  [
    'for no service',
    forward,
    { service: undefined },
    'one is admitted for demo; its service is in undefined',
    'one is admitted with default, which does not fit',
  ],
  [
    'for no service, on the way back',
    back,
    { service: undefined, used: 1 },
    'one is admitted for demo; its service is in undefined',
  ],
  [
    'to a disabled environment',
    forward,
    { environment: anEnvironment({ lifecycle: 'disabled' }) },
    'one is admitted to sandbox, which is not open',
  ],
  [
    'to one that is not open to the group',
    forward,
    { group: bound({ enabled: false }) },
    'one is admitted to sandbox, which is not open',
  ],
  [
    'to one that the group does not have',
    forward,
    { group: bound({ name: 'prod' }) },
    'one is admitted to sandbox, which is not open',
  ],
  ['to no environment', forward, { environment: undefined }, 'one is admitted to sandbox, which is not open'],
  ['to production', forward, { environment: anEnvironment({ type: 'prod' }) }],
  [
    'to production in evaluation mode',
    forward,
    { ...evaluation, environment: anEnvironment({ type: 'prod' }) },
    'one is admitted to production in evaluation mode',
  ],
  ['in evaluation mode, within its limits', forward, evaluation],
  [
    'in evaluation mode, to no environment',
    forward,
    { ...evaluation, environment: undefined },
    'one is admitted to sandbox, which is not open',
    'one is admitted to production in evaluation mode',
  ],
  [
    'in evaluation mode, beyond its limits',
    forward,
    { ...evaluation, used: 11 },
    'one is admitted as 11 of 10 of the day',
  ],
  ['beyond the places', forward, { held: 2 }, 'one is admitted as 2 of 1 places'],
  ['beyond the places, to wait for one', { ...back, waitsFor: 'two' }, { held: 2, used: 1 }],
  ['beyond the deployments of the day', forward, { used: 26 }, 'one is admitted as 26 of 25 of the day'],
  ['with the last rollback of the day', back, { used: 10 }],
  ['beyond the rollbacks of the day', back, { used: 11 }, 'one is admitted as 11 of 10 of the day'],
  [
    "beyond the environment's own quota",
    forward,
    { group: bound({ guardrails: tight }), used: 4 },
    'one is admitted as 4 of 3 of the day',
  ],
  [
    'for no group',
    forward,
    { group: undefined },
    'one is admitted to sandbox, which is not open',
    'one is admitted as 1 of undefined places',
    'one is admitted as 25 of undefined of the day',
    'one is admitted with default, not allowed here',
  ],
  [
    'on the way back, for no group',
    back,
    { group: undefined, used: 1 },
    'one is admitted to sandbox, which is not open',
    'one is admitted as 1 of undefined places',
    'one is admitted as 1 of undefined of the day',
  ],
  [
    'with a build that was rejected',
    forward,
    { build: aBuild({ status: 'REJECTED' }) },
    'one is admitted with a build that is not verified',
  ],
  ['with no build', forward, { build: undefined }, 'one is admitted with a build that is not verified'],
  [
    'with another revision of the recipe',
    forward,
    { recipe: aRecipe({ revision: 2 }) },
    'one is admitted with revision 1 of default; now is 2',
  ],
  [
    'with no recipe',
    forward,
    { recipe: undefined },
    'one is admitted with revision 1 of default; now is undefined',
    'one is admitted with default, which is deprecated',
  ],
  [
    'with a deprecated recipe',
    forward,
    { recipe: aRecipe({ status: 'deprecated' }) },
    'one is admitted with default, which is deprecated',
  ],
  [
    'with a recipe that the group may not use',
    forward,
    { group: aDeliveryGroup({ allowedRecipes: ['canary'] }) },
    'one is admitted with default, not allowed here',
  ],
  [
    'with a recipe that does not fit',
    forward,
    { service: aService({ deliveryGroupId: 'demo', allowedRecipes: ['canary'] }) },
    'one is admitted with default, which does not fit',
  ],
  [
    'on the way back, with a recipe that is deprecated, not allowed and does not fit',
    back,
    {
      used: 1,
      recipe: aRecipe({ status: 'deprecated' }),
      group: aDeliveryGroup({ allowedRecipes: [] }),
      service: aService({ deliveryGroupId: 'demo', allowedRecipes: [] }),
    },
  ],
];

describe('An admission', () => {
  for (const [what, record, set, ...says] of admissions) {
    test(`${what}: what it breaks is said`, () => {
      const { violations } = findingOf(admittedWithin(record, { ...inForce, ...set }));
      expect(violations).toEqual(says.map((sentence) => ({ about: ['one'], sentence })));
    });
  }
});

const before = aRecord({
  id: 'one',
  state: 'ACTIVE',
  rollbackOf: 'zero',
  executionId: 'e',
  timelineSequence: 5,
  handOver: { leases: 2, firstRequestAt: '2026-11-21T10:00:01.000Z' },
});
const done = aSuccess({ id: 'one', executionId: 'e', quota: { ...before.quota, refunded: true } });
const refund = (set: Partial<DeploymentRecord['quota']>) => ({ quota: { ...done.quota, ...set } });

type Written = readonly [string, DeploymentRecord, Partial<DeploymentRecord>, ...says: readonly string[]];

const protectedFields: readonly (readonly [keyof DeploymentRecord, Partial<DeploymentRecord>])[] = [
  ['id', { id: 'two' }],
  ['service', { service: 'x' }],
  ['environment', { environment: 'x' }],
  ['version', { version: '9.9.9' }],
  ['deliveryGroupId', { deliveryGroupId: 'x' }],
  ['recipeId', { recipeId: 'x' }],
  ['recipeRevision', { recipeRevision: 9 }],
  ['deploymentKind', { deploymentKind: 'ROLLBACK' }],
  ['changeSummary', { changeSummary: 'x' }],
  ['createdAt', { createdAt: '2026-11-21T09:00:00.000Z' }],
  ['createdBy', { createdBy: { id: 'x', role: 'OBSERVER' } }],
  ['rollbackOf', { rollbackOf: 'x' }],
  ['waitsFor', { waitsFor: 'x' }],
  ['policySnapshot', { policySnapshot: { ...before.policySnapshot, guardRevision: 9 } }],
  ['order', { order: { ...before.order, definition: 'x' } }],
];

const writes: readonly Written[] = [
  ['nothing', before, {}],
  ['nothing of what has ended', done, {}],
  ['progress', before, { state: 'IN_PROGRESS', timelineSequence: 7 }],
  ['an end', before, { state: 'FAILED', outcome: 'FAILED', finishedAt: '2026-11-21T10:10:00.000Z' }],
  ['the order as the store gives it back, equal and not the same', before, { order: structuredClone(before.order) }],
  ...protectedFields.map(
    ([field, set]): Written => [`another ${field}`, before, set, `one changes its ${field}, which is protected`],
  ),
  ['a step back', before, { state: 'PENDING' }, 'one goes from ACTIVE to PENDING'],
  ['another end', done, { state: 'FAILED' }, 'one goes from SUCCEEDED to FAILED'],
  [
    'another time of the end',
    done,
    { finishedAt: '2026-11-21T10:59:00.000Z' },
    'one has ended, and changes its finishedAt',
  ],
  [
    'failures after the end',
    done,
    { failures: [{ category: 'APP', summary: 's', actionHint: 'h', observedAt: 't' }] },
    'one has ended, and changes its failures',
  ],
  [
    'another execution after the end',
    done,
    { executionId: 'f' },
    'one has ended, and changes its executionId',
    'one follows f in place of e',
  ],
  ['another execution', before, { executionId: 'f' }, 'one follows f in place of e'],
  ['a version that was left out', before, { recordVersion: 3 }, 'one goes from version 1 to 3'],
  ['a version that was kept', before, { recordVersion: 1 }, 'one goes from version 1 to 1'],
  ['a shorter timeline', before, { timelineSequence: 4 }, 'The timeline of one becomes shorter'],
  ['a refund', before, { quota: { ...before.quota, refunded: true } }],
  ['a refund taken back', done, refund({ refunded: false }), 'one takes its refund back'],
  ['another day of a refund', done, refund({ day: '2026-11-20' }), 'one was refunded to another quota'],
  ['another kind of a refund', done, refund({ kind: 'rollback' }), 'one was refunded to another quota'],
  ['one more lease', before, { handOver: { ...before.handOver, leases: 3 } }],
  ['a lease forgotten', before, { handOver: { ...before.handOver, leases: 1 } }, 'one forgets that it was handed over'],
  [
    'another time of the first request',
    before,
    { handOver: { leases: 2, firstRequestAt: '2026-11-21T10:00:02.000Z' } },
    'one changes when it first asked the engine',
  ],
  [
    'the first request',
    aRecord({ id: 'one', handOver: { leases: 1 } }),
    { handOver: { leases: 1, firstRequestAt: '2026-11-21T10:00:02.000Z' } },
  ],
  ['the execution', aRecord({ id: 'one' }), { executionId: 'e' }],
];

describe('A write', () => {
  for (const [what, record, set, ...says] of writes) {
    test(`of ${what}: what it breaks is said`, () => {
      const { violations } = findingOf(unchanged(record, { ...nextOf(record, set), ...set }));
      expect(violations).toEqual(says.map((sentence) => ({ about: ['one'], sentence })));
    });
  }

  test('that loses the execution says that nothing is followed any more', () => {
    const { executionId: _, ...lost } = nextOf(before, {});
    const { violations } = findingOf(unchanged(before, lost));
    expect(violations).toEqual([{ about: ['one'], sentence: 'one follows nothing in place of e' }]);
  });
});
