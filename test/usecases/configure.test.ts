import { afterEach, describe, expect, test } from 'vitest';
import type { DeliveryGroup, DeliveryGroupUpdate } from '../../lib/contract/delivery-group.ts';
import type { Store } from '../../lib/ports/store.ts';
import { createEnvironment, deleteEnvironment, updateEnvironment } from '../../lib/usecases/configure/environments.ts';
import { createDeliveryGroup, updateDeliveryGroup } from '../../lib/usecases/configure/groups.ts';
import { createRecipe, updateRecipe } from '../../lib/usecases/configure/recipes.ts';
import { createService, updateService } from '../../lib/usecases/configure/services.ts';
import {
  setCiPublishers,
  setKillSwitch,
  setPlane,
  setRateLimits,
  setUi,
} from '../../lib/usecases/configure/settings.ts';
import { armCrashPoints } from '../../lib/usecases/crash-points.ts';
import type { Result } from '../../lib/usecases/result.ts';
import { aDeliveryGroup, aMapping, aService, planeSettings } from '../builders/config.ts';
import { aBuild } from '../builders/records.ts';
import { bodyOf, codesOf, useLine } from './line.ts';

const reason = 'It is time';

/** What people send to change a group: all of it but its stamps. */
const asUpdate = (group: DeliveryGroup, set: Partial<DeliveryGroupUpdate> = {}): DeliveryGroupUpdate => ({
  name: group.name,
  owners: group.owners,
  services: group.services,
  allowedRecipes: group.allowedRecipes,
  environments: group.environments,
  guardrails: group.guardrails,
  revision: group.revision,
  reason,
  ...(group.description === undefined ? {} : { description: group.description }),
  ...set,
});

const useConfiguredLine = (set: Parameters<typeof useLine>[0] = {}) => {
  const line = useLine(set);
  const group = async (id = 'demo'): Promise<DeliveryGroup> => {
    const { deliveryGroup } = await line().store.read({ deliveryGroup: id });
    if (!deliveryGroup) throw new Error(`There is no group ${id}`);
    return deliveryGroup;
  };
  const change = async (id: string, of: (group: DeliveryGroup) => Partial<DeliveryGroupUpdate>, key?: string) => {
    const before = await group(id);
    const value = { params: { groupId: id }, body: asUpdate(before, of(before)) };
    return updateDeliveryGroup(
      line().world,
      line().byAdmin('deliveryGroups.update', value, key === undefined ? {} : { key }),
    );
  };
  const addGroup = (id: string, set: Partial<DeliveryGroup> = {}, key = `add-${id}`) => {
    const { name, owners, services, allowedRecipes, environments, guardrails } = aDeliveryGroup(set);
    const fresh = { services: [] as string[], ...(set.services ? { services } : {}) };
    const body = { id, name, owners, allowedRecipes, environments, guardrails, ...fresh };
    return createDeliveryGroup(line().world, line().byAdmin('deliveryGroups.create', { body }, { key }));
  };
  const addService = (name: string, key = `add-${name}`) => {
    const body = { name, allowedRecipes: ['default'], artifactSources: [] };
    return createService(line().world, line().byAdmin('services.create', { body }, { key }));
  };
  const addEnvironment = (name: string) => {
    const body = { name, displayName: name, type: 'non_prod', lifecycle: 'active' } as const;
    return createEnvironment(line().world, line().byAdmin('environments.create', { body }));
  };
  return { line, group, change, addGroup, addService, addEnvironment };
};

const outcomes = (results: readonly Result<unknown>[]) => {
  const count: Record<string, number> = {};
  for (const result of results) for (const code of codesOf(result)) count[code] = (count[code] ?? 0) + 1;
  return count;
};

describe('What admins set up', () => {
  const { line, change, addGroup, addService, addEnvironment } = useConfiguredLine();

  test('can be deployed at once', async () => {
    bodyOf(await addService('new-api'));
    bodyOf(await addEnvironment('new-place'));
    const environments = [{ name: 'new-place', enabled: true, promotionOrder: 1 }];
    bodyOf(await addGroup('new-group', { services: ['new-api'], environments }));
    await line().store.commit({ build: aBuild({ service: 'new-api' }) });
    const deployed = bodyOf(await line().deploy({ service: 'new-api', environment: 'new-place' }));
    expect(deployed).toMatchObject({ deliveryGroupId: 'new-group', state: 'PENDING' });
  });

  test('stands at the turn of the kill switch that is in force, though that is made while it is added', async () => {
    const { world, store } = line();
    const commit = world.store.commit.bind(world.store);
    const turn = async (mutationsDisabled: boolean) =>
      bodyOf(
        await setKillSwitch(
          world,
          line().byAdmin('settings.setKillSwitch', { body: { mutationsDisabled, reason: 'Storm' } }),
        ),
      );
    let turned = false;
    const late: Pick<Store, 'commit'> = {
      commit: async (change) => {
        if (change.newGuard && !turned) {
          turned = true;
          await turn(true);
          await turn(false);
        }
        return commit(change);
      },
    };
    Object.assign(world.store, late);
    bodyOf(await addGroup('new-group'));
    expect((await store.read({ guard: 'new-group' })).guard).toMatchObject({ mutationsDisabled: false, epoch: 2 });
  });

  test('is set up once, however often and fast the same is asked for', async () => {
    const asked = Array.from({ length: 8 }, () => addService('new-api', 'one-key'));
    const bodies = (await Promise.all(asked)).map(bodyOf);
    expect(new Set(bodies.map(({ revision }) => revision))).toEqual(new Set([1]));
    expect((await line().audit()).filter(({ targetId }) => targetId === 'new-api')).toHaveLength(1);
    expect(codesOf(await addService('new-api', 'another-key'))).toEqual(['ALREADY_EXISTS']);
  });

  test('is answered again as it was, even if it has changed since', async () => {
    const first = bodyOf(await change('demo', () => ({ description: 'First' }), 'key-of-first'));
    bodyOf(await change('demo', () => ({ description: 'Second' })));
    const value = { params: { groupId: 'demo' }, body: asUpdate({ ...first, revision: 1 }, { description: 'First' }) };
    const again = await updateDeliveryGroup(
      line().world,
      line().byAdmin('deliveryGroups.update', value, { key: 'key-of-first' }),
    );
    expect(again).toMatchObject({ replayed: true, body: first });
  });
});

describe('Whatever an admission depends on', () => {
  const { line, change } = useConfiguredLine();
  let hours = 0;
  /** Between the decision of a deployment and its commit, by somebody who remembers nothing of the service. */
  const meanwhile = (act: () => Promise<Result<unknown>>) => {
    hours += 1;
    line().move(hours * 3600);
    const { store } = line().world;
    const commit = store.commit.bind(store);
    let done = false;
    const interfering: Pick<Store, 'commit'> = {
      commit: async (written) => {
        if (!done && written.create) {
          done = true;
          bodyOf(await act());
        }
        return commit(written);
      },
    };
    Object.assign(store, interfering);
  };
  const disable = async () => {
    const body = { displayName: 'Sandbox', type: 'non_prod', lifecycle: 'disabled', revision: 1, reason } as const;
    return updateEnvironment(
      line().world,
      line().byAdmin('environments.update', { params: { environment: 'sandbox' }, body }),
    );
  };
  const deprecate = async () => {
    const { recipe } = await line().store.read({ recipe: 'default' });
    if (!recipe) throw new Error('There is no recipe');
    const {
      id: recipeId,
      createdAt: _at,
      createdBy: _by,
      updatedAt: _then,
      updatedBy: _who,
      engine: _engine,
      ...rest
    } = recipe;
    const body = { ...rest, engine: aMapping(), status: 'deprecated', revision: 1, reason } as const;
    return updateRecipe(line().world, line().byAdmin('recipes.update', { params: { recipeId }, body }));
  };
  const narrow = () => {
    const body = { allowedRecipes: [], artifactSources: [], revision: 1, reason };
    return updateService(
      line().world,
      line().byAdmin('services.update', { params: { service: 'demo-service' }, body }),
    );
  };
  const evaluate = () => {
    const body = { mode: 'evaluation', admitWhenArtifactUnchecked: false, revision: 1, reason } as const;
    return setPlane(line().world, line().byAdmin('settings.setPlane', { body }));
  };

  test.each([
    [
      'a service is taken out of its group',
      () => change('demo', () => ({ services: [] })),
      'SERVICE_NOT_IN_DELIVERY_GROUP',
    ],
    [
      'an environment is taken out of the group',
      () => change('demo', () => ({ environments: [] })),
      'ENVIRONMENT_NOT_ALLOWED',
    ],
    [
      'a limit is set to none',
      () => change('demo', ({ guardrails }) => ({ guardrails: { ...guardrails, dailyDeployQuota: 0 } })),
      'QUOTA_EXCEEDED',
    ],
    ['the owner is taken away', () => change('demo', () => ({ owners: [] })), 'DELIVERY_GROUP_SCOPE_REQUIRED'],
    ['the environment is disabled', disable, 'ENVIRONMENT_DISABLED'],
    ['the recipe is deprecated', deprecate, 'RECIPE_DEPRECATED'],
    ['the recipe does not fit the service any more', narrow, 'RECIPE_INCOMPATIBLE'],
  ])('counts as it is when the deployment is written: %s', async (_, act, code) => {
    meanwhile(act);
    expect(codesOf(await line().deploy({ recipeId: 'default' }))[0]).toBe(code);
    expect(await line().deployments()).toEqual([]);
  });

  test('is renewed with the mode of the plane, too', async () => {
    meanwhile(evaluate);
    const { policySnapshot } = bodyOf(await line().deploy());
    expect(policySnapshot.mode).toBe('evaluation');
  });
});

describe('Several admins at once', () => {
  const { line, group, change, addGroup, addService, addEnvironment } = useConfiguredLine();

  test('never overwrite what they have not seen', async () => {
    const before = await group();
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, number) =>
        updateDeliveryGroup(
          line().world,
          line().byAdmin('deliveryGroups.update', {
            params: { groupId: 'demo' },
            body: asUpdate(before, { description: `By admin ${number}` }),
          }),
        ),
      ),
    );
    expect(outcomes(results)).toEqual({ answered: 1, REVISION_CONFLICT: 11 });
    expect((await group()).revision).toBe(before.revision + 1);
  });

  test('put a service into one group only', async () => {
    bodyOf(await addService('wanted'));
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of ids) bodyOf(await addGroup(id));
    const results = await Promise.all(ids.map((id) => change(id, () => ({ services: ['wanted'] }))));
    expect(outcomes(results)).toEqual({ answered: 1, SERVICE_ALREADY_ASSIGNED: 3 });
    const { service } = await line().store.read({ service: 'wanted' });
    const holding = (await Promise.all(ids.map(group))).filter(({ services }) => services.includes('wanted'));
    expect(holding.map(({ id }) => id)).toEqual([service?.deliveryGroupId]);
  });

  test.each([1, 2, 3, 4])('never bind a group to an environment that is gone (try %i)', async () => {
    bodyOf(await addEnvironment('passing'));
    const bound = { name: 'passing', enabled: true, promotionOrder: 9 };
    const query = { revision: 1, reason };
    const [deleted, changed] = await Promise.all([
      deleteEnvironment(
        line().world,
        line().byAdmin('environments.delete', { params: { environment: 'passing' }, query }),
      ),
      change('demo', ({ environments }) => ({ environments: [...environments, bound] })),
    ]);
    const { environment } = await line().store.read({ environment: 'passing' });
    const isBound = (await group()).environments.some(({ name }) => name === 'passing');
    expect(isBound).toBe(environment !== undefined);
    expect([deleted.kind, changed.kind].filter((kind) => kind === 'answered')).toHaveLength(1);
    expect(codesOf(deleted).concat(codesOf(changed))).toEqual(
      isBound ? ['ENVIRONMENT_IN_USE', 'answered'] : ['answered', 'invalid'],
    );
  });

  test('never change an environment that was deleted and made anew since they looked', async () => {
    const { world, byAdmin } = line();
    const params = { environment: 'aba' };
    const look = async () => (await line().store.read({ environment: 'aba' })).environment;
    const remove = (revision: number) =>
      deleteEnvironment(world, byAdmin('environments.delete', { params, query: { revision, reason } }));
    const add = (type: 'prod' | 'non_prod') => {
      const body = { name: 'aba', displayName: 'A', type, lifecycle: 'active' } as const;
      return createEnvironment(world, byAdmin('environments.create', { body }));
    };
    bodyOf(await add('non_prod'));
    const bound = { name: 'aba', enabled: true, promotionOrder: 9 };
    bodyOf(await remove(1));
    expect(bodyOf(await add('prod')).revision).toBe(2);
    const body = { displayName: 'A', type: 'non_prod', lifecycle: 'active', revision: 1, reason } as const;
    const late = await updateEnvironment(world, byAdmin('environments.update', { params, body }));
    expect(codesOf(late)).toEqual(['REVISION_CONFLICT']);
    expect(await look()).toMatchObject({ type: 'prod' });
    bodyOf(await change('demo', ({ environments }) => ({ environments: [...environments, bound] })));
    bodyOf(await change('demo', ({ environments }) => ({ environments: environments.slice(0, -1) })));
    bodyOf(await remove(2));
    expect(bodyOf(await add('prod')).revision).toBe(3);
  });

  test.each(['environment', 'environmentUsage'] as const)(
    'never bind a group to an environment that went while its %s was on the way',
    async (slow) => {
      bodyOf(await addEnvironment('passing'));
      const { store } = line().world;
      const readMany = store.readMany.bind(store);
      const query = { revision: 1, reason };
      const remove = () =>
        deleteEnvironment(
          line().world,
          line().byAdmin('environments.delete', { params: { environment: 'passing' }, query }),
        );
      let deleted: Promise<Result<unknown>> | undefined;
      const held: Pick<Store, 'readMany'> = {
        readMany: async (name, keys) => {
          if (name === slow) {
            deleted ??= remove();
            await deleted;
          }
          return readMany(name, keys);
        },
      };
      Object.assign(store, held);
      const bound = { name: 'passing', enabled: true, promotionOrder: 9 };
      const changed = await change('demo', ({ environments }) => ({ environments: [...environments, bound] }));
      expect((await deleted)?.kind).toBe('answered');
      expect(codesOf(changed)).toEqual(['invalid']);
      expect((await group()).environments.map(({ name }) => name)).not.toContain('passing');
    },
  );

  test('never map a recipe anew that another has just allowed', async () => {
    const fields = {
      name: 'New',
      description: 'New',
      behaviorSummary: 'New',
      steps: ['New'],
      deadlineMinutes: 5,
      status: 'active' as const,
    };
    bodyOf(
      await createRecipe(
        line().world,
        line().byAdmin('recipes.create', { body: { id: 'new', ...fields, engine: aMapping() } }),
      ),
    );
    const body = { ...fields, engine: aMapping({ deployPipeline: 'another' }), revision: 1, reason };
    const [mapped] = await Promise.all([
      updateRecipe(line().world, line().byAdmin('recipes.update', { params: { recipeId: 'new' }, body })),
      change('demo', ({ allowedRecipes }) => ({ allowedRecipes: [...allowedRecipes, 'new'] })),
    ]);
    expect(['answered', 'RECIPE_IN_USE']).toContain(codesOf(mapped)[0]);
    const again = {
      ...body,
      engine: aMapping({ deployPipeline: 'a third' }),
      revision: mapped.kind === 'answered' ? 2 : 1,
    };
    expect(
      codesOf(
        await updateRecipe(
          line().world,
          line().byAdmin('recipes.update', { params: { recipeId: 'new' }, body: again }),
        ),
      ),
    ).toEqual(['RECIPE_IN_USE']);
  });

  test('change different parts of the settings without getting in each other’s way', async () => {
    const { world, byAdmin } = line();
    const { refresh, linkExposure } = planeSettings();
    const results = await Promise.all([
      setRateLimits(
        world,
        byAdmin('settings.setRateLimits', { body: { readRpm: 7, mutateRpm: 7, revision: 1, reason } }),
      ),
      setUi(
        world,
        byAdmin('settings.setUi', {
          body: { refresh, linkExposure: { ...linkExposure, runUrl: false }, revision: 1, reason },
        }),
      ),
      setCiPublishers(world, byAdmin('settings.setCiPublishers', { body: { entries: [], revision: 1, reason } })),
      setRateLimits(
        world,
        byAdmin('settings.setRateLimits', { body: { readRpm: 8, mutateRpm: 8, revision: 1, reason } }),
      ),
    ]);
    expect(outcomes(results)).toEqual({ answered: 3, REVISION_CONFLICT: 1 });
    const { settings } = await line().store.read({ settings: 'plane' });
    expect(settings?.linkExposure.runUrl).toBe(false);
    expect([7, 8]).toContain(settings?.limits.readRpm);
  });
});

describe('What few groups share', () => {
  const { line } = useConfiguredLine();

  test('is renewed with the change itself, without a look at the rows of everybody', async () => {
    await line().switchChanges({ mutationsDisabled: false });
    const { store } = line().world;
    const readMany = store.readMany.bind(store);
    const commit = store.commit.bind(store);
    const looked: string[] = [];
    const watched: Pick<Store, 'readMany' | 'commit'> = {
      readMany: (name, keys) => {
        looked.push(name);
        return readMany(name, keys);
      },
      commit: (change) => {
        if (change.follow) looked.push('follow');
        return commit(change);
      },
    };
    Object.assign(store, watched);
    const body = { displayName: 'Sandbox', type: 'non_prod', lifecycle: 'retired', revision: 1, reason } as const;
    const asked = line().byAdmin('environments.update', { params: { environment: 'sandbox' }, body });
    bodyOf(await updateEnvironment(line().world, asked));
    const mode = { mode: 'evaluation', admitWhenArtifactUnchecked: false, revision: 1, reason } as const;
    bodyOf(await setPlane(line().world, line().byAdmin('settings.setPlane', { body: mode })));
    expect(looked).toEqual([]);
  });
});

describe('What many groups share', () => {
  const many = Array.from({ length: 70 }, (_, number) => `group-${number}`);
  const { line, addGroup } = useConfiguredLine({ services: [aService()] });
  afterEach(() => armCrashPoints(undefined));

  test('is decided on anew by all of them, also if whoever changed it died half-way', async () => {
    for (const id of many) bodyOf(await addGroup(id));
    const guards = () => line().store.readMany('guard', many);
    const before = await guards();
    armCrashPoints((point) => {
      if (!point.startsWith('kill switch')) return;
      armCrashPoints(undefined);
      throw new Error('The process dies');
    });
    const body = { displayName: 'Sandbox', type: 'non_prod', lifecycle: 'retired', revision: 1, reason } as const;
    const asked = () =>
      updateEnvironment(
        line().world,
        line().byAdmin('environments.update', { params: { environment: 'sandbox' }, body }, { key: 'retire' }),
      );
    await expect(asked()).rejects.toThrow('dies');
    expect(await asked()).toMatchObject({ replayed: true });
    const after = await guards();
    expect(after.every((guard, index) => (guard?.revision ?? 0) > (before[index]?.revision ?? 0))).toBe(true);
  });
});
