import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationFault, createParameterReader } from '../../lib/adapters/ssm/parameters.ts';
import { createIds } from '../../lib/adapters/system/ids.ts';
import { initialParameters } from '../../lib/contract/configuration.ts';
import { initialSettingsOf } from '../../lib/domain/configure/set-up.ts';
import { setUp } from '../../lib/usecases/configure/set-up.ts';
import { planeProbes } from '../../lib/usecases/reading/probes.ts';
import { type EmbeddedWorld, openEmbeddedWorld } from '../adapters/dynamodb/embedded-world.ts';
import { planeSettings } from '../builders/config.ts';
import { NOW } from '../ports/store/world.ts';

const clock = { now: () => new Date(NOW) };
const ids = createIds(clock);
const ci = { name: 'ci', provider: 'github', match: { subjects: ['repo:demo'] } };

/** What a plane with these parameters begins with. */
const parametersOf = (overrides: Readonly<Record<string, string>>) => {
  const client = { send: async () => ({ Parameters: [] }) };
  const reader = createParameterReader({ prefix: '', overrides, clock, onStale: () => undefined, client });
  return reader.read(initialParameters);
};
const configured = async (overrides: Readonly<Record<string, string>>) =>
  initialSettingsOf(await parametersOf(overrides));

describe('What a plane begins with', () => {
  test('is what nobody configured', async () => {
    expect(await configured({})).toEqual({
      mode: 'standard',
      limits: { readRpm: 600, mutateRpm: 60 },
      refresh: { defaultSeconds: 300, minSeconds: 60, maxSeconds: 3600 },
      publishers: [],
    });
  });

  test('is what is configured', async () => {
    const found = await configured({
      DXCP_GOVERNANCE_MODE: 'evaluation',
      DXCP_GOVERNANCE_MUTATE_RPM: '10',
      DXCP_GOVERNANCE_CI_PUBLISHERS: JSON.stringify([ci]),
      DXCP_UI_MIN_REFRESH_SECONDS: '600',
    });
    expect(found).toEqual({
      mode: 'evaluation',
      limits: { readRpm: 600, mutateRpm: 10 },
      refresh: { defaultSeconds: 600, minSeconds: 600, maxSeconds: 3600 },
      publishers: [ci],
    });
  });

  test.each([
    { DXCP_GOVERNANCE_MODE: 'lenient' },
    { DXCP_GOVERNANCE_READ_RPM: '0' },
    { DXCP_GOVERNANCE_READ_RPM: 'many' },
    { DXCP_GOVERNANCE_MUTATE_RPM: '10001' },
    { DXCP_GOVERNANCE_CI_PUBLISHERS: 'ci' },
    { DXCP_GOVERNANCE_CI_PUBLISHERS: '{"name":"ci"}' },
    { DXCP_GOVERNANCE_CI_PUBLISHERS: JSON.stringify([{ ...ci, match: {} }]) },
    { DXCP_UI_DEFAULT_REFRESH_SECONDS: '1' },
  ])('is not %o', async (overrides) => {
    await expect(configured(overrides)).rejects.toThrow(ConfigurationFault);
    await expect(configured(overrides)).rejects.toThrow(Object.keys(overrides)[0]);
  });
});

describe('Setting a plane up', () => {
  let world: EmbeddedWorld;
  beforeEach(async () => {
    world = await openEmbeddedWorld();
  });
  afterEach(() => world.close());

  const setUpWith = (overrides: Readonly<Record<string, string>>) =>
    setUp({ store: world.store, clock, ids, initial: () => parametersOf(overrides) });
  const stored = () => world.store.read({ settings: 'plane', publishers: 'plane' });
  const recorded = async () => (await world.store.listAudit({ limit: 100 })).items.map(({ summary }) => summary);

  test('stores it once and on record, however many do so at a time; what is configured later changes nothing', async () => {
    await Promise.all(Array.from({ length: 8 }, () => setUpWith({ DXCP_GOVERNANCE_READ_RPM: '50' })));
    const first = await stored();
    expect(first).toMatchObject({
      settings: { limits: { readRpm: 50, mutateRpm: 60 }, createdAt: NOW, revision: 1 },
      publishers: { entries: [], revision: 1 },
    });
    await setUpWith({ DXCP_GOVERNANCE_READ_RPM: '70', DXCP_GOVERNANCE_CI_PUBLISHERS: JSON.stringify([ci]) });
    expect(await stored()).toEqual(first);
    expect(await recorded()).toEqual(['Set the plane up as it is configured: mode, refresh, limits, publishers']);
  });

  test('leaves what is stored already', async () => {
    const settings = planeSettings({ mode: 'evaluation', setUpAt: NOW });
    await world.configure({ settings });
    await setUpWith({ DXCP_GOVERNANCE_CI_PUBLISHERS: JSON.stringify([ci]) });
    expect(await stored()).toMatchObject({ settings, publishers: { entries: [ci] } });
  });

  test('stores nothing when what is configured cannot be used', async () => {
    await expect(setUpWith({ DXCP_GOVERNANCE_MODE: 'lenient' })).rejects.toThrow(ConfigurationFault);
    expect(await stored()).toEqual({});
  });

  test('is what operators are told to see to until it is done, also when an admin was faster', async () => {
    const nowhere = async () => '';
    const probes = planeProbes({
      store: () => world.store,
      clock: () => clock,
      artifacts: () => ({ stat: async () => undefined, digest: nowhere, list: async () => [] }),
      artifactBucket: () => 'artifacts',
      stateMachineArn: () => '',
      fetch,
      issuer: nowhere,
      clientId: nowhere,
    });
    const settings = async () => probes.find(({ name }) => name === 'settings')?.check();
    expect(await settings()).toMatchObject({ ok: false, hint: expect.stringContaining('Reconciliation') });
    await world.configure({ settings: planeSettings(), publishers: { entries: [], revision: 1 } });
    expect(await settings()).toMatchObject({ ok: false });
    await setUpWith({ DXCP_GOVERNANCE_CI_PUBLISHERS: JSON.stringify([ci]) });
    expect(await settings()).toMatchObject({ ok: true, detail: 'Mode standard, 0 CI publishers' });
  });
});
