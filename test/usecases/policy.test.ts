import { describe, expect, test } from 'vitest';
import type { Store } from '../../lib/ports/store.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService, planeSettings } from '../builders/config.ts';
import { aBuild } from '../builders/records.ts';
import { anAdmin, aStranger } from './callers.ts';
import { bodyOf, codesOf, deployThrough, useLine } from './line.ts';

describe('policy that changes while a deployment is being decided', () => {
  const line = useLine();
  const disabled = { environments: [anEnvironment({ lifecycle: 'disabled', revision: 2 })] };

  /** Runs once, right after the nth read or before the first commit of the deployment. */
  const interfere = (at: number | 'commit', change: () => Promise<unknown>): void => {
    const { store } = line().world;
    const commit = store.commit.bind(store);
    let reads = 0;
    let done = false;
    const once = async () => {
      done = true;
      await change();
    };
    const afterNth =
      (read: Store['read']): Store['read'] =>
      async (keys) => {
        reads += 1;
        const own = reads;
        const values = await read(keys);
        if (!done && own === at) await once();
        return values;
      };
    const interfering: Pick<Store, 'read' | 'readTogether' | 'commit'> = {
      read: afterNth(store.read.bind(store)),
      readTogether: afterNth(store.readTogether.bind(store)),
      commit: async (written) => {
        if (!done && at === 'commit') await once();
        return commit(written);
      },
    };
    Object.assign(store, interfering);
  };

  const moments = ['commit', 1, 2] as const;
  let hours = 0;
  /** Whatever was remembered of a service before is forgotten. */
  const forget = () => {
    hours += 1;
    line().move(hours * 3600);
  };

  test.each(moments)('counts as it is at the commit (changed after %s)', async (at) => {
    forget();
    interfere(at, () => line().configure(disabled));
    expect(codesOf(await line().deploy())).toEqual(['ENVIRONMENT_DISABLED']);
  });

  test.each(moments)('counts for a service known from before (changed after %s)', async (at) => {
    await deployThrough(line());
    interfere(at, () => line().configure(disabled));
    expect(codesOf(await line().deploy({ version: '2.0.0' }))).toEqual(['ENVIRONMENT_DISABLED']);
  });

  test.each(moments)('counts for the service itself (changed after %s)', async (at) => {
    forget();
    interfere(at, () => line().configure({ services: [aService({ allowedRecipes: [], revision: 2 })] }));
    expect(codesOf(await line().deploy({ recipeId: 'default' }))).toEqual(['RECIPE_INCOMPATIBLE']);
  });
});

describe('the reasons of a refusal', () => {
  const line = useLine({
    environments: [anEnvironment(), anEnvironment({ name: 'prod', displayName: 'Production', type: 'prod' })],
  });

  test('are all there, in the order of the rules', async () => {
    await line().configure({
      environments: [anEnvironment({ lifecycle: 'disabled', revision: 2 })],
      recipes: [aRecipe({ status: 'deprecated', revision: 2 })],
      services: [aService({ allowedRecipes: [], revision: 2 })],
      deliveryGroups: [
        aDeliveryGroup({
          allowedRecipes: [],
          guardrails: { maxConcurrentDeployments: 0, dailyDeployQuota: 0, dailyRollbackQuota: 0 },
          revision: 2,
        }),
      ],
    });
    expect(codesOf(await line().deploy({ version: '9.9.9', recipeId: 'default' }))).toEqual([
      'ENVIRONMENT_DISABLED',
      'RECIPE_DEPRECATED',
      'RECIPE_NOT_ALLOWED',
      'RECIPE_INCOMPATIBLE',
      'VERSION_NOT_FOUND',
      'QUOTA_EXCEEDED',
      'CONCURRENCY_LIMIT_REACHED',
    ]);
  });

  test('are the same for a validation, which writes nothing', async () => {
    for (const intent of [
      {},
      { version: '9.9.9' },
      { environment: 'prod' },
      { service: 'nobody-knows' },
      { version: 'x' },
    ]) {
      const validation = bodyOf(await line().validate(intent));
      const deployed = await line().deploy(intent);
      expect(validation.allowed).toBe(deployed.kind === 'answered');
      if (deployed.kind === 'refused') expect(validation.refusals).toEqual(deployed.refusals);
    }
    expect(await line().deployments()).toHaveLength(1);
    expect((await line().audit()).map(({ eventType }) => eventType)).toEqual(['DEPLOY_SUBMIT']);
  });

  test('say nothing of a delivery group to those who do not own it', async () => {
    const validation = bodyOf(await line().validate({ version: '9.9.9' }, aStranger()));
    expect(validation.refusals.map(({ code }) => code)).toEqual(['DELIVERY_GROUP_SCOPE_REQUIRED']);
    expect(validation).toMatchObject({ resolved: {}, running: null });
    expect(validation.policy).toBeUndefined();
  });

  test('name production in evaluation mode, whose limits are tighter', async () => {
    await line().configure({
      settings: planeSettings({ mode: 'evaluation', revision: 2 }),
      deliveryGroups: [
        aDeliveryGroup({
          environments: ['sandbox', 'prod'].map((name) => ({ name, enabled: true, promotionOrder: 1 })),
          guardrails: { maxConcurrentDeployments: 9, dailyDeployQuota: 99, dailyRollbackQuota: 5 },
          revision: 2,
        }),
      ],
    });
    expect(codesOf(await line().deploy({ environment: 'prod' }))).toEqual(['ENVIRONMENT_NOT_ALLOWED']);
    expect(bodyOf(await line().validate()).policy?.limits).toEqual({
      maxConcurrentDeployments: 1,
      dailyDeployQuota: 10,
      dailyRollbackQuota: 5,
    });
  });
});

describe('what a validation tells beside', () => {
  const line = useLine();

  test('is limits, use, what is left, what runs and how long it usually takes', async () => {
    const { id } = await deployThrough(line());
    const validation = bodyOf(await line().validate({ version: '2.0.0' }, anAdmin()));
    expect(validation).toMatchObject({
      allowed: true,
      refusals: [],
      resolved: { deliveryGroupId: 'demo', recipe: { id: 'default', name: 'Standard rollout' } },
      policy: {
        used: { activeDeployments: 0, dailyDeploys: 1, dailyRollbacks: 0 },
        remaining: { activeDeployments: 1, dailyDeploys: 24, dailyRollbacks: 10 },
        resetsAt: '2026-11-22T00:00:00.000Z',
        holders: [],
      },
      running: { deploymentId: id, version: '1.0.0', scope: 'service' },
      usualDurationSeconds: 10,
    });
    expect(validation.checks.every(({ passed }) => passed)).toBe(true);
  });

  test('is that an artifact could not be looked up, which keeps nobody from deploying', async () => {
    line().artifactStore.down = true;
    const { allowed, checks } = bodyOf(await line().validate());
    expect(allowed).toBe(true);
    expect(checks.find(({ rule }) => rule === 'artifact-present')?.facts).toMatchObject({ artifact: 'unchecked' });
    line().artifactStore.down = false;
    line().missingArtifacts.add(aBuild().artifactRef);
    expect(codesOf(await line().deploy())).toEqual(['ARTIFACT_NOT_FOUND']);
  });
});
