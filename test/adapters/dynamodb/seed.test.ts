import { afterEach, beforeEach, expect, test } from 'vitest';
import { aDeliveryGroup, anEnvironment, aService, planeSettings } from '../../builders/config.ts';
import { type EmbeddedWorld, openEmbeddedWorld } from './embedded-world.ts';

let world: EmbeddedWorld;
beforeEach(async () => {
  world = await openEmbeddedWorld();
});
afterEach(() => world.close());

const configuration = {
  services: [aService()],
  environments: [anEnvironment()],
  deliveryGroups: [aDeliveryGroup()],
  settings: planeSettings(),
};

test('seeding twice leaves what people changed in between', async () => {
  await world.seed.insertMissing(configuration);
  await world.configure({ environments: [anEnvironment({ lifecycle: 'retired', revision: 2 })] });
  const before = await world.store.read({ guard: 'demo' });
  await world.seed.insertMissing({
    ...configuration,
    environments: [anEnvironment(), anEnvironment({ name: 'staging' })],
  });
  const { environment, service, guard } = await world.store.read({
    environment: 'sandbox',
    service: 'demo-service',
    guard: 'demo',
  });
  expect(environment?.lifecycle).toBe('retired');
  expect(service?.deliveryGroupId).toBe('demo');
  expect(guard).toEqual(before.guard);
  expect((await world.store.listEnvironments({ limit: 10 })).items.map(({ name }) => name)).toEqual([
    'sandbox',
    'staging',
  ]);
});

test('an environment that was deleted comes back as a revision that nobody has seen', async () => {
  const before = { groups: [], revision: 1 };
  await world.store.commit({
    uses: [{ of: { kind: 'environment', id: 'sandbox' }, before: undefined, after: { ...before, lastRevision: 3 } }],
  });
  await world.seed.insertMissing(configuration);
  expect((await world.store.read({ environment: 'sandbox' })).environment?.revision).toBe(4);
});

test('a group made while changes are off is closed like the others', async () => {
  await world.seed.putKillSwitch({ mutationsDisabled: true, reason: 'Incident', epoch: 1 });
  await world.seed.insertMissing(configuration);
  expect((await world.store.read({ guard: 'demo' })).guard?.mutationsDisabled).toBe(true);
});

test('a plane of many services and groups is seeded in pieces', async () => {
  const names = Array.from({ length: 240 }, (_, index) => `service-${String(index).padStart(3, '0')}`);
  const groups = Array.from({ length: 80 }, (_, index) =>
    aDeliveryGroup({ id: `group-${index}`, services: names.slice(index * 3, index * 3 + 3) }),
  );
  await world.seed.insertMissing({
    services: names.map((name) => aService({ name })),
    deliveryGroups: groups,
    environments: [anEnvironment()],
  });
  const { service, guard } = await world.store.read({ service: 'service-239', guard: 'group-79' });
  expect(service?.deliveryGroupId).toBe('group-79');
  await world.configure({ environments: [anEnvironment({ lifecycle: 'disabled' })] });
  const after = await world.store.read({ guard: 'group-79' });
  expect(after.guard?.revision).toBe((guard?.revision ?? 0) + 1);
});
