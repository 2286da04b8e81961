import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeliveryGroup, Guardrails } from '../../../lib/contract/delivery-group.ts';
import { countUse } from '../../../lib/domain/preview/past-use.ts';
import { refusedUnder, replayOf } from '../../../lib/domain/preview/replay.ts';
import { type Proposed, type Setup, withProposed } from '../../../lib/domain/preview/setup.ts';
import type { DeploymentRecord } from '../../../lib/domain/records.ts';
import { iso, plusSeconds } from '../../../lib/domain/time.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService } from '../../builders/config.ts';
import { idNumber } from '../../builders/records.ts';
import { NOW } from '../builders.ts';
import { admitted, aSetup } from './setup.ts';

const span = { from: iso(NOW), to: iso(NOW), capped: false };
const limited = (guardrails: Partial<Guardrails>): DeliveryGroup =>
  aDeliveryGroup({ guardrails: { ...aDeliveryGroup().guardrails, ...guardrails } });
const roomy = limited({ maxConcurrentDeployments: 100, dailyDeployQuota: 1000, dailyRollbackQuota: 1000 });
const replay = (before: Setup, after: Setup, ...oldestFirst: readonly DeploymentRecord[]) =>
  replayOf({ before, after }, oldestFirst.toReversed(), span);
const refusedIn = (after: Setup, ...records: readonly DeploymentRecord[]) =>
  replay(aSetup({ groups: [roomy] }), after, ...records).refused.map(({ deploymentId, code }) => [deploymentId, code]);

describe('What was admitted, counted anew', () => {
  test('would be refused beyond the places of the group, as long as others hold them', () => {
    const one = aSetup({ groups: [{ ...roomy, ...limited({ maxConcurrentDeployments: 1, dailyDeployQuota: 1000 }) }] });
    const first = admitted(1, { at: 0, lasts: 60 });
    expect(refusedIn(one, first, admitted(2, { at: 30, lasts: 60 }))).toEqual([
      [idNumber(2), 'CONCURRENCY_LIMIT_REACHED'],
    ]);
    expect(refusedIn(one, first, admitted(2, { at: 60 }))).toEqual([]);
    expect(refusedIn(one, admitted(1, { at: 0 }), admitted(2, { at: 86_000 }))).toHaveLength(1);
    const elsewhere = admitted(2, { at: 30, environment: 'staging' });
    expect(countUse([first, elsewhere]).get(elsewhere.id)?.holders).toEqual([]);
  });

  test('lets a take-over in by the place of what it undoes, and counts it from then on', () => {
    const one = aSetup({ groups: [limited({ maxConcurrentDeployments: 1 })] });
    const rollback = { deploymentKind: 'ROLLBACK', rollbackOf: idNumber(1), waitsFor: idNumber(1) } as const;
    const quota = { day: '2026-11-21', kind: 'rollback', refunded: false } as const;
    const first = admitted(1, { at: 0, lasts: 60 });
    const turnAt = iso(plusSeconds(NOW, 60));
    const over = admitted(2, { at: 30, lasts: 100, turnAt, quota, ...rollback });
    expect(refusedIn(one, first, over)).toEqual([]);
    expect(refusedIn(one, first, over, admitted(3, { at: 90 }))).toEqual([[idNumber(3), 'CONCURRENCY_LIMIT_REACHED']]);
    expect(countUse([first, over, admitted(3, { at: 40 })]).get(idNumber(3))?.holders).toHaveLength(1);
    const inVain = admitted(2, { at: 30, lasts: 10, quota, ...rollback });
    expect(countUse([first, inVain, admitted(3, { at: 35 })]).get(idNumber(3))?.holders).toHaveLength(1);
    const { waitsFor: _, ...plain } = rollback;
    expect(refusedIn(one, first, admitted(2, { at: 30, quota, ...plain }))).toHaveLength(1);
  });

  test('would be refused beyond the quota of its day and kind, refunds left out', () => {
    const two = aSetup({ groups: [{ ...roomy, guardrails: { ...roomy.guardrails, dailyDeployQuota: 1 } }] });
    const refunded = { day: '2026-11-21', kind: 'deploy', refunded: true } as const;
    const next = { day: '2026-11-22', kind: 'deploy', refunded: false } as const;
    expect(
      refusedIn(
        two,
        admitted(1, { at: 0, lasts: 1, quota: refunded }),
        admitted(2, { at: 10, lasts: 1 }),
        admitted(3, { at: 20, lasts: 1, quota: next }),
        admitted(4, { at: 30, lasts: 1 }),
      ),
    ).toEqual([[idNumber(4), 'QUOTA_EXCEEDED']]);
  });

  test.each<readonly [string, string, Proposed]>([
    [
      'a service has left',
      'SERVICE_NOT_IN_DELIVERY_GROUP',
      { kind: 'deliveryGroup', value: { ...roomy, services: [] } },
    ],
    [
      'a recipe is not allowed',
      'RECIPE_NOT_ALLOWED',
      { kind: 'deliveryGroup', value: { ...roomy, allowedRecipes: [] } },
    ],
    [
      'an environment is closed',
      'ENVIRONMENT_NOT_ALLOWED',
      { kind: 'deliveryGroup', value: { ...roomy, environments: [] } },
    ],
    ['a recipe is deprecated', 'RECIPE_DEPRECATED', { kind: 'recipe', value: aRecipe({ status: 'deprecated' }) }],
    ['a recipe does not fit', 'RECIPE_INCOMPATIBLE', { kind: 'service', value: aService({ allowedRecipes: [] }) }],
    [
      'an environment is retired',
      'ENVIRONMENT_RETIRED',
      { kind: 'environment', value: anEnvironment({ lifecycle: 'retired' }) },
    ],
  ])('would be refused where %s', (_, code, proposed) => {
    const after = withProposed(aSetup({ groups: [roomy] }), proposed);
    expect(refusedIn(after, admitted(1, { at: 0, lasts: 1 }))).toEqual([[idNumber(1), code]]);
  });

  test('is not held against a proposal that has nothing to do with it', () => {
    const closed = aSetup({ groups: [limited({ dailyDeployQuota: 0 })] });
    expect(replay(closed, closed, admitted(1, { at: 0, lasts: 1 })).refusedCount).toBe(0);
    const gone = aSetup({ groups: [] });
    expect(replay(gone, gone, admitted(1, { at: 0, lasts: 1 })).looked).toBe(1);
    expect(refusedUnder(gone, [admitted(1, { at: 0 })], new Map()).size).toBe(0);
  });

  test('is told newest first, a hundred at most, by whoever made it', () => {
    const many = Array.from({ length: 120 }, (_, index) =>
      admitted(index + 1, { at: index, lasts: 0, createdBy: { id: 'sub', role: 'DELIVERY_OWNER' } }),
    );
    const none = aSetup({ groups: [{ ...roomy, guardrails: { ...roomy.guardrails, dailyDeployQuota: 0 } }] });
    const { refused, refusedCount, looked } = replay(aSetup({ groups: [roomy] }), none, ...many);
    expect([looked, refusedCount, refused.length]).toEqual([120, 120, 100]);
    expect(refused[0]).toMatchObject({ deploymentId: idNumber(120), createdBy: 'sub' });
  });
});

describe('Whatever was deployed,', () => {
  const kinds = fc.constantFrom('deploy', 'rollback');
  const step = fc.record({
    after: fc.integer({ min: 0, max: 90 }),
    lasts: fc.integer({ min: 2, max: 200 }),
    kind: kinds,
    refunded: fc.boolean(),
  });
  const limits = fc.record({
    maxConcurrentDeployments: fc.integer({ min: 1, max: 4 }),
    dailyDeployQuota: fc.integer({ min: 0, max: 8 }),
    dailyRollbackQuota: fc.integer({ min: 0, max: 8 }),
  });
  const setupOf = (guardrails: Guardrails) => aSetup({ groups: [aDeliveryGroup({ guardrails })] });

  /** What these limits really let in: places are freed by ends, and a refund gives its place in the quota back at the end. */
  const letIn = (
    steps: readonly { after: number; lasts: number; kind: 'deploy' | 'rollback'; refunded: boolean }[],
    g: Guardrails,
  ) => {
    const records: DeploymentRecord[] = [];
    let at = 0;
    for (const { after, lasts, kind, refunded } of steps) {
      at += after;
      const now = iso(plusSeconds(NOW, at));
      const active = records.filter(({ finishedAt = '' }) => finishedAt > now).length;
      const used = records.filter(
        ({ quota, finishedAt = '' }) => quota.kind === kind && !(quota.refunded && finishedAt <= now),
      ).length;
      const limit = kind === 'deploy' ? g.dailyDeployQuota : g.dailyRollbackQuota;
      if (active >= g.maxConcurrentDeployments || used >= limit) continue;
      const rollback = { deploymentKind: 'ROLLBACK', rollbackOf: idNumber(1) } as const;
      const quota = { day: '2026-11-21', kind, refunded };
      records.push(admitted(records.length + 1, { at, lasts, quota, ...(kind === 'rollback' ? rollback : {}) }));
    }
    return records;
  };

  test('the limits that let it in refuse nothing of it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), limits, (steps, guardrails) => {
        const records = letIn(steps, guardrails);
        expect(refusedUnder(setupOf(guardrails), records, countUse(records)).size).toBe(0);
      }),
    );
  });

  test('lower limits never refuse less', () => {
    const lower = fc.tuple(limits, limits).map(([a, b]) => ({
      high: a,
      low: {
        maxConcurrentDeployments: Math.min(a.maxConcurrentDeployments, b.maxConcurrentDeployments),
        dailyDeployQuota: Math.min(a.dailyDeployQuota, b.dailyDeployQuota),
        dailyRollbackQuota: Math.min(a.dailyRollbackQuota, b.dailyRollbackQuota),
      },
    }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), lower, (steps, { high, low }) => {
        const records = letIn(steps, { maxConcurrentDeployments: 4, dailyDeployQuota: 8, dailyRollbackQuota: 8 });
        const uses = countUse(records);
        const more = refusedUnder(setupOf(low), records, uses);
        for (const id of refusedUnder(setupOf(high), records, uses).keys()) expect(more.has(id)).toBe(true);
      }),
    );
  });
});
