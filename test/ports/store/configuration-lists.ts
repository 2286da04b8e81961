import { describe, expect, test } from 'vitest';
import { InvalidCursor } from '../../../lib/ports/store.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService } from '../../builders/config.ts';
import { aBuild } from '../../builders/records.ts';
import { type OpenWorld, useWorld, walkThrough } from './world.ts';

export const describeConfigurationLists = (open: OpenWorld): void => {
  describe('listing configuration', () => {
    const world = useWorld(open);

    test('gives services by name, and those whose name begins as searched', async () => {
      const names = ['api', 'api-gateway', 'api2', 'billing', 'checkout', 'zeta'];
      await world().configure({ services: [...names].reverse().map((name) => aService({ name })) });
      const list = async (search?: string) => {
        const query = search === undefined ? {} : { search };
        const { items } = await walkThrough((page) => world().store.listServices({ ...query, ...page }), 2);
        return items.map(({ name }) => name);
      };
      expect(await list()).toEqual(names);
      expect(await list('api')).toEqual(['api', 'api-gateway', 'api2']);
      expect(await list('api-')).toEqual(['api-gateway']);
      expect(await list('q')).toEqual([]);
    });

    test('gives environments, delivery groups and recipes by their names', async () => {
      const { store, configure } = world();
      await configure({
        environments: ['prod', 'dev', 'staging'].map((name) => anEnvironment({ name })),
        recipes: ['canary', 'blue-green'].map((id) => aRecipe({ id })),
        deliveryGroups: ['payments', 'checkout'].map((id) => aDeliveryGroup({ id, services: [] })),
      });
      const environments = await walkThrough((page) => store.listEnvironments(page), 2);
      expect(environments.items.map(({ name }) => name)).toEqual(['dev', 'prod', 'staging']);
      expect(environments.pages).toEqual([2, 1]);
      const recipes = await walkThrough((page) => store.listRecipes(page), 1);
      expect(recipes.items.map(({ id }) => id)).toEqual(['blue-green', 'canary']);
      const groups = await walkThrough((page) => store.listDeliveryGroups(page), 5);
      expect(groups.items.map(({ id }) => id)).toEqual(['checkout', 'payments']);
    });

    test('refuses the cursor of another list', async () => {
      const { store, configure } = world();
      await configure({ services: ['a', 'b'].map((name) => aService({ name })) });
      const { nextCursor } = await store.listServices({ limit: 1 });
      await expect(store.listRecipes({ limit: 1, cursor: nextCursor })).rejects.toThrow(InvalidCursor);
    });
  });

  describe('listing builds', () => {
    const world = useWorld(open);
    const newestFirst = ['10.0.0', '2.10.0', '2.9.1', '2.9.0', '2.9.0-rc.11', '2.9.0-rc.2', '2.9.0-beta', '0.1.0'];

    test('gives the newest version first, by semantic version', async () => {
      const { store } = world();
      const shuffled = [...newestFirst].sort();
      for (const version of shuffled) await store.commit({ build: aBuild({ version }) });
      await store.commit({ build: aBuild({ service: 'other', version: '99.0.0' }) });
      const { items } = await walkThrough((page) => store.listBuilds({ service: 'demo-service', ...page }), 3);
      expect(items.map(({ version }) => version)).toEqual(newestFirst);
    });

    test('finds those that one publisher registered', async () => {
      const { store } = world();
      for (const [index, version] of newestFirst.entries()) {
        await store.commit({ build: aBuild({ version, registeredBy: index % 2 === 0 ? 'ci-a' : 'ci-b' }) });
      }
      const query = { service: 'demo-service', registeredBy: 'ci-b' };
      const { items } = await walkThrough((page) => store.listBuilds({ ...query, ...page }), 2);
      expect(items.map(({ version }) => version)).toEqual(newestFirst.filter((_, index) => index % 2 === 1));
    });
  });
};
