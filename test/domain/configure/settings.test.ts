import { describe, expect, test } from 'vitest';
import {
  decideKillSwitch,
  decidePublishers,
  decideSettings,
  stampOf,
  viewKillSwitch,
} from '../../../lib/domain/configure/decide-settings.ts';
import type { Publishers } from '../../../lib/domain/settings.ts';
import { planeSettings } from '../../builders/config.ts';
import { anAdmin } from '../../usecases/callers.ts';

const now = '2026-11-21T12:00:00.000Z';
const cause = { actor: anAdmin(), requestId: 'request-1', now, eventId: 'event-1' };
const reason = 'It is time';
const inForce = planeSettings();

describe('A part of the settings', () => {
  const limits = { readRpm: 10, mutateRpm: 5 };
  const decide = (part: 'rateLimits' | 'plane', values: object, revision = 1, stored = true, groups = ['demo']) =>
    decideSettings(
      { stored: stored ? inForce : undefined, inForce, killSwitch: undefined, groups },
      { part, values, revision, reason },
      cause,
    );

  test('has a revision of its own', () => {
    const decided = decide('rateLimits', { limits });
    expect(decided).toMatchObject({ admitted: true, change: { settings: { before: inForce } } });
    if (!decided.admitted) return;
    expect(decided.body.limits).toEqual(limits);
    expect(stampOf(decided.body, 'rateLimits')).toEqual({
      revision: 2,
      updatedAt: now,
      updatedBy: 'alice@example.com',
      lastChangeReason: reason,
    });
    expect(stampOf(decided.body, 'ui')).toEqual({
      revision: 1,
      updatedAt: inForce.createdAt,
      updatedBy: 'configuration',
    });
    expect(decided.change.killSwitch).toBeUndefined();
    expect(decided.change.audit).toMatchObject([
      { eventType: 'ADMIN_CONFIG_CHANGE', before: { limits: inForce.limits }, after: { limits }, reason },
    ]);
  });

  test('is written first by whoever changes it first', () => {
    expect(decide('rateLimits', { limits }, 1, false)).toMatchObject({ change: { settings: { before: undefined } } });
  });

  test('on which every admission depends has every group decide anew, however many there are', () => {
    expect(decide('plane', { mode: 'evaluation' })).toMatchObject({ change: { renew: ['demo'] } });
    const many = Array.from({ length: 61 }, (_, number) => `group-${number}`);
    expect(decide('plane', { mode: 'evaluation' }, 1, true, many)).toMatchObject({
      change: { killSwitch: { before: undefined, after: { mutationsDisabled: false, epoch: 1 } } },
    });
  });

  test('that somebody else changed meanwhile is not overwritten, and the same again is no change', () => {
    expect(decide('rateLimits', { limits }, 2)).toMatchObject({ refusals: [{ code: 'REVISION_CONFLICT' }] });
    const same = decide('rateLimits', { limits: inForce.limits });
    expect(same).toStrictEqual({ admitted: true, body: inForce, change: {} });
  });
});

describe('The list of publishers', () => {
  const entries = [
    { name: 'ci', provider: 'github', match: { subjects: ['a'], issuers: undefined } },
    { name: 'aws', provider: 'aws', match: { accountId: '123456789012', roleName: 'ci' } },
  ];
  const createdAt = inForce.createdAt;
  const stored: Publishers = { entries, revision: 3, updatedAt: now, updatedBy: 'bob@example.com' };
  const decide = (next: Publishers['entries'], revision: number, before: Publishers | undefined) =>
    decidePublishers({ stored: before, createdAt }, { entries: next, revision, reason }, cause);

  test('is empty until somebody is added', () => {
    const decided = decide(entries, 1, undefined);
    expect(decided).toMatchObject({
      admitted: true,
      body: { revision: 2, entries: [{ match: { subjects: ['a'] } }, {}] },
    });
    expect(decided).toMatchObject({ change: { publishers: { before: undefined } } });
  });

  test('loses whoever is not listed any more', () => {
    expect(decide([], 3, stored)).toMatchObject({
      body: { entries: [], revision: 4 },
      change: { audit: [{ before: { entries: [{ name: 'ci' }, { name: 'aws' }] }, after: { entries: [] } }] },
    });
  });

  test('is not overwritten, and the same again is no change', () => {
    expect(decide([], 1, stored)).toMatchObject({ refusals: [{ code: 'REVISION_CONFLICT' }] });
    expect(decide(entries, 3, stored)).toMatchObject({ admitted: true, body: { revision: 3 } });
    expect(decide(entries, 3, stored)).toHaveProperty('change', {});
  });
});

describe('The kill switch', () => {
  test('has a new epoch with every turn, and remembers since when it stands so', () => {
    const off = decideKillSwitch(undefined, { mutationsDisabled: true, reason }, cause);
    expect(off).toMatchObject({
      body: { mutationsDisabled: true, reason, since: now, updatedBy: 'alice@example.com' },
      change: {
        killSwitch: { before: undefined, after: { epoch: 1 } },
        audit: [{ summary: 'Switched changes off', reason }],
      },
    });
    const before = { mutationsDisabled: true, reason, since: '2026-11-21T11:00:00.000Z', epoch: 1 };
    const again = decideKillSwitch(before, { mutationsDisabled: true, reason: 'Still' }, cause);
    expect(again).toMatchObject({
      body: { since: before.since, reason: 'Still' },
      change: { killSwitch: { after: { epoch: 2 } } },
    });
    const on = decideKillSwitch(before, { mutationsDisabled: false, reason }, cause);
    expect(on).toMatchObject({
      body: { mutationsDisabled: false, since: now },
      change: { audit: [{ summary: 'Switched changes on' }] },
    });
  });

  test('lifts the stop that was seen and no later one, and never keeps anybody from stopping', () => {
    const before = { mutationsDisabled: true, reason: 'Flood', epoch: 4, updatedBy: 'bob@example.com' };
    const turn = (mutationsDisabled: boolean, revision: number, of: Parameters<typeof decideKillSwitch>[0] = before) =>
      decideKillSwitch(of, { mutationsDisabled, reason, revision }, cause);
    expect(viewKillSwitch(before).revision).toBe(5);
    expect(turn(false, 5)).toMatchObject({ admitted: true, body: { mutationsDisabled: false, revision: 6 } });
    expect(turn(false, 4)).toMatchObject({
      refusals: [
        {
          code: 'REVISION_CONFLICT',
          message: 'Changes were switched off meanwhile by bob@example.com: Flood',
          facts: { revision: 5, seen: 4, updatedBy: 'bob@example.com', reason: 'Flood' },
        },
      ],
    });
    expect(turn(false, 4, { mutationsDisabled: false, epoch: 4 })).toMatchObject({
      refusals: [{ message: 'Changes were switched on meanwhile by somebody else', facts: { revision: 5, seen: 4 } }],
    });
    expect(turn(true, 1)).toMatchObject({ admitted: true });
  });

  test('is on until somebody has turned it', () => {
    expect(viewKillSwitch(undefined)).toEqual({ mutationsDisabled: false, revision: 1 });
    const neverTurned = { mutationsDisabled: false, epoch: 2 };
    expect(decideKillSwitch(neverTurned, { mutationsDisabled: false, reason }, cause)).toMatchObject({
      body: { mutationsDisabled: false },
    });
  });
});
