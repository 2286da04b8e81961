import { describe, expect, test } from 'vitest';
import { aDeliveryGroup, anEnvironment, aRecipe, aService, planeSettings } from '../../builders/config.ts';
import { aBuild, aLane, aRecord, idNumber } from '../../builders/records.ts';
import { type OpenWorld, useWorld } from './world.ts';

const lane = { service: 'demo-service', environment: 'sandbox' };
const place = { deliveryGroupId: 'demo', environment: 'sandbox' };
const configuration = {
  services: [aService()],
  environments: [anEnvironment()],
  recipes: [aRecipe()],
  deliveryGroups: [aDeliveryGroup()],
  settings: planeSettings(),
  publishers: { entries: [{ name: 'ci', provider: 'github', match: { subjects: ['repo:x'] } }], revision: 1 },
};

export const describeReading = (open: OpenWorld): void => {
  describe('reading by key', () => {
    const world = useWorld(open);

    test('finds everything asked for at once', async () => {
      const { store, configure } = world();
      await configure(configuration);
      await store.commit({
        create: aRecord(),
        build: aBuild(),
        lane: { before: undefined, after: aLane() },
        pulse: { inFlight: 1, freshnessSeconds: 5, at: '2026-11-21T12:00:00.000Z' },
      });
      const found = await store.read({
        service: 'demo-service',
        environment: 'sandbox',
        deliveryGroup: 'demo',
        recipe: 'default',
        build: { service: 'demo-service', version: '1.0.0' },
        deployment: idNumber(1),
        lane,
        settings: 'plane',
        publishers: 'plane',
        pulse: 'plane',
      });
      expect(found).toEqual({
        service: aService({ deliveryGroupId: 'demo' }),
        environment: anEnvironment(),
        deliveryGroup: aDeliveryGroup(),
        recipe: aRecipe(),
        build: aBuild(),
        deployment: aRecord(),
        lane: aLane(),
        settings: planeSettings(),
        publishers: configuration.publishers,
        pulse: { inFlight: 1, freshnessSeconds: 5, at: '2026-11-21T12:00:00.000Z' },
      });
    });

    test('says undefined for what does not exist', async () => {
      const day = '2026-11-21';
      const found = await world().store.read({
        service: 'demo-service',
        build: { service: 'demo-service', version: 'not a version' },
        deployment: idNumber(1),
        lane,
        slots: place,
        deployQuota: { ...place, day, kind: 'deploy' },
        rollbackQuota: { ...place, day, kind: 'rollback' },
        publisherQuota: { publisher: 'ci', day, kind: 'registration' },
        guard: 'demo',
        answer: { callerId: 'me', operation: 'deployments.create', key: 'k' },
        killSwitch: 'plane',
        breaker: 'plane',
      });
      expect(Object.values(found).every((value) => value === undefined)).toBe(true);
      expect(Object.keys(found)).toHaveLength(12);
    });

    test('reads nothing when nothing is asked for', async () => {
      expect(await world().store.read({})).toEqual({});
      expect(await world().store.readLanes([])).toEqual([]);
    });

    test('reads lanes and deployments in the order asked, leaving out what does not exist', async () => {
      const { store } = world();
      for (const number of [1, 2, 3]) {
        await store.commit({
          create: aRecord({ id: idNumber(number) }),
          lane: { before: undefined, after: aLane({ service: `service-${number}` }) },
        });
      }
      const lanes = await store.readLanes(
        ['service-3', 'service-9', 'service-1'].map((service) => ({ service, environment: 'sandbox' })),
      );
      expect(lanes.map(({ service }) => service)).toEqual(['service-3', 'service-1']);
      const deployments = await store.readDeployments([idNumber(2), idNumber(7), idNumber(1), idNumber(2)]);
      expect(deployments.map(({ id }) => id)).toEqual([idNumber(2), idNumber(1), idNumber(2)]);
    });

    test('knows the delivery group of a service, and follows it to another', async () => {
      const { store, configure } = world();
      await configure(configuration);
      await configure({ deliveryGroups: [aDeliveryGroup({ services: [] }), aDeliveryGroup({ id: 'other' })] });
      expect((await store.read({ service: 'demo-service' })).service?.deliveryGroupId).toBe('other');
      await configure({ deliveryGroups: [aDeliveryGroup({ id: 'other', services: [] })] });
      expect((await store.read({ service: 'demo-service' })).service?.deliveryGroupId).toBeUndefined();
    });

    test('keeps apart keys whose parts contain separators', async () => {
      const { store } = world();
      const claim = (publisher: string) =>
        store.commit({ publisherQuota: { key: { publisher, day: '2026-11-21', kind: 'registration' }, limit: 1 } });
      expect(await claim('a#b')).toEqual({ ok: true });
      expect(await claim('a%23b')).toEqual({ ok: true });
      expect(await claim('a#b')).toEqual({ ok: false, lost: ['publisherQuota'] });
    });
  });

  describe('the guard of a delivery group', () => {
    const world = useWorld(open);
    const revision = async () => (await world().store.read({ guard: 'demo' })).guard?.revision ?? 0;

    test('grows with every edit that matters to the group, and with no other', async () => {
      const { configure } = world();
      await configure(configuration);
      const edits = [
        { environments: [anEnvironment({ lifecycle: 'disabled' as const })] },
        { recipes: [aRecipe({ status: 'deprecated' as const })] },
        { services: [aService({ allowedRecipes: [] })] },
        { deliveryGroups: [aDeliveryGroup({ owners: [] })] },
        { settings: planeSettings({ mode: 'evaluation' }) },
      ];
      for (const edit of edits) {
        const before = await revision();
        await configure(edit);
        expect(await revision()).toBe(before + 1);
        await configure(edit);
        expect(await revision()).toBe(before + 1);
      }
      await configure({
        environments: [anEnvironment({ name: 'elsewhere' })],
        services: [aService({ name: 'other' })],
      });
      expect(await revision()).toBe((await revision()) || 0);
    });

    test('refuses what was decided on an older revision, and everything while changes are off', async () => {
      const { store, configure, switchChanges } = world();
      await configure(configuration);
      const read = await revision();
      const admit = (guardRevision: number) =>
        store.commit({ guard: { deliveryGroupId: 'demo', revision: guardRevision }, pulse: pulseNow });
      expect(await admit(read)).toEqual({ ok: true });
      expect(await admit(read - 1)).toEqual({ ok: false, lost: ['guard'] });
      await switchChanges({ mutationsDisabled: true, reason: 'Incident', epoch: 1 });
      expect(await admit(read)).toEqual({ ok: false, lost: ['guard'] });
      expect((await store.read({ killSwitch: 'plane' })).killSwitch?.reason).toBe('Incident');
      await switchChanges({ mutationsDisabled: false, epoch: 2 });
      expect(await admit(read)).toEqual({ ok: false, lost: ['guard'] });
      expect(await admit(await revision())).toEqual({ ok: true });
    });

    test('refuses a group that has none', async () => {
      const guard = { deliveryGroupId: 'unknown', revision: 0 };
      expect(await world().store.commit({ guard, pulse: pulseNow })).toEqual({ ok: false, lost: ['guard'] });
    });
  });
};

const pulseNow = { inFlight: 0, freshnessSeconds: 5, at: '2026-11-21T12:00:00.000Z' };
