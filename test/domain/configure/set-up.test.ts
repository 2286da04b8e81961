import { describe, expect, test } from 'vitest';
import type { InitialParameters } from '../../../lib/contract/configuration.ts';
import { decideSetUp, initialSettingsOf, isSetUp } from '../../../lib/domain/configure/set-up.ts';
import { planeSettings } from '../../builders/config.ts';

const now = '2026-11-21T12:00:00.000Z';
const cause = { actor: 'system', requestId: 'r', now, eventId: 'e' } as const;
const configured: InitialParameters = {
  '/governance/mode': 'evaluation',
  '/governance/read_rpm': 50,
  '/governance/mutate_rpm': 5,
  '/governance/ci_publishers': [],
  '/ui/default_refresh_seconds': 300,
  '/ui/min_refresh_seconds': 60,
  '/ui/max_refresh_seconds': 3600,
};
const initial = initialSettingsOf(configured);
const settings = planeSettings({ setUpAt: now });
const publishers = { entries: [], revision: 3 };

test.each([
  { min: 60, max: 3600, set: 300, refresh: [60, 300, 3600] },
  { min: 400, max: 3600, set: 300, refresh: [400, 400, 3600] },
  { min: 60, max: 200, set: 300, refresh: [60, 200, 200] },
  { min: 600, max: 120, set: 300, refresh: [600, 600, 600] },
])('A refresh of $set s within $min to $max s is $refresh', ({ min, max, set, refresh }) => {
  const found = initialSettingsOf({
    ...configured,
    '/ui/default_refresh_seconds': set,
    '/ui/min_refresh_seconds': min,
    '/ui/max_refresh_seconds': max,
  }).refresh;
  expect([found.minSeconds, found.defaultSeconds, found.maxSeconds]).toEqual(refresh);
});

test('A plane begins with what is configured', () => {
  expect(initialSettingsOf(configured)).toStrictEqual({
    mode: 'evaluation',
    limits: { readRpm: 50, mutateRpm: 5 },
    refresh: { defaultSeconds: 300, minSeconds: 60, maxSeconds: 3600 },
    publishers: [],
  });
});

test.each([
  { facts: { settings: undefined, publishers: undefined }, done: false },
  { facts: { settings, publishers: undefined }, done: false },
  { facts: { settings: planeSettings(), publishers }, done: false },
  { facts: { settings, publishers }, done: true },
])('A plane is set up once its configuration was taken over and its publishers are stored (%#)', ({ facts, done }) => {
  expect(isSetUp(facts)).toBe(done);
});

describe('Setting a plane up', () => {
  test('stores what is configured, and that it did', () => {
    const { publishers: entries, ...parts } = initial;
    expect(decideSetUp({ settings: undefined, publishers: undefined }, initial, cause)).toStrictEqual({
      settings: {
        before: undefined,
        after: {
          ...parts,
          linkExposure: { repository: true, runUrl: true, serviceUrl: true },
          createdAt: now,
          setUpAt: now,
          revision: 1,
        },
      },
      publishers: { before: undefined, after: { entries, revision: 1 } },
      audit: [
        {
          eventId: 'e',
          eventType: 'ADMIN_CONFIG_CHANGE',
          actorId: 'dxcp',
          actorRole: 'SYSTEM',
          timestamp: now,
          requestId: 'r',
          targetType: 'Settings',
          targetId: 'initial',
          outcome: 'SUCCESS',
          summary: 'Set the plane up as it is configured: mode, refresh, limits, publishers',
          after: initial,
          revision: 1,
        },
      ],
    });
  });

  test.each([
    { what: 'settings', facts: { settings, publishers: undefined }, stores: ['publishers', 'audit'] },
    { what: 'publishers', facts: { settings: undefined, publishers }, stores: ['settings', 'audit'] },
  ])('leaves $what that are there', ({ facts, stores }) => {
    expect(Object.keys(decideSetUp(facts, initial, cause)).sort()).toEqual([...stores].sort());
  });

  const stamp = { revision: 2, updatedAt: now, updatedBy: 'alice@example.com' };
  test.each(['plane', 'ui', 'rateLimits'] as const)('keeps what an admin was faster to set of %s', (part) => {
    const early = planeSettings({ revision: 1, parts: { [part]: stamp } });
    const { settings: change } = decideSetUp({ settings: early, publishers }, initial, cause);
    const configured = { mode: initial.mode, refresh: initial.refresh, limits: initial.limits };
    const own = { plane: { mode: early.mode }, ui: { refresh: early.refresh }, rateLimits: { limits: early.limits } };
    expect(change).toMatchObject({
      before: early,
      after: { ...configured, ...own[part], createdAt: early.createdAt, parts: early.parts, setUpAt: now, revision: 2 },
    });
  });

  test('takes over all that is configured where no admin has set any part', () => {
    const before = planeSettings({ mode: 'standard', revision: 1 });
    expect(decideSetUp({ settings: before, publishers }, initial, cause).settings?.after).toMatchObject({
      mode: initial.mode,
      refresh: initial.refresh,
      limits: initial.limits,
      createdAt: before.createdAt,
    });
  });
});
