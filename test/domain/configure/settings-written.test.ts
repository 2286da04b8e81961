import { describe, expect, test } from 'vitest';
import {
  decideKillSwitch,
  decidePublishers,
  decideSettings,
  viewKillSwitch,
  viewPublishers,
} from '../../../lib/domain/configure/decide-settings.ts';
import type { Publishers } from '../../../lib/domain/settings.ts';
import { planeSettings } from '../../builders/config.ts';
import { cause, event, now, reason } from './event.ts';

/** All that a change of what holds for the whole plane writes. */

const inForce = planeSettings({ revision: 4 });
const { createdAt } = inForce;
const stamp = { revision: 2, updatedAt: now, updatedBy: 'alice@example.com', lastChangeReason: reason };
const changed = (targetId: string, summary: string, revision = 2) =>
  ({ eventType: 'ADMIN_CONFIG_CHANGE', targetType: 'Settings', targetId, summary, revision }) as const;

describe('A part of the settings', () => {
  const decide = (part: 'rateLimits' | 'ui' | 'plane', values: object) =>
    decideSettings(
      { stored: inForce, inForce, killSwitch: undefined, groups: ['demo'] },
      { part, values, revision: 1, reason },
      cause,
    );

  test.each([
    {
      part: 'rateLimits',
      values: { limits: { readRpm: 10, mutateRpm: 5 } },
      before: { limits: inForce.limits },
      summary: 'Changed rate limits: limits',
      renewal: {},
    },
    {
      part: 'ui',
      values: { refresh: { defaultSeconds: 30, minSeconds: 30, maxSeconds: 30 } },
      before: { refresh: inForce.refresh },
      summary: 'Changed settings of the web UI: refresh',
      renewal: {},
    },
    {
      part: 'plane',
      values: { mode: 'evaluation', admitWhenArtifactUnchecked: true },
      before: { mode: 'standard' },
      summary: 'Changed settings of the plane: mode, admitWhenArtifactUnchecked',
      renewal: { renew: ['demo'] },
    },
  ] as const)('$part is written with its own stamp and the next revision of all', ({ part, values, ...told }) => {
    const after = { ...inForce, ...values, revision: 5, parts: { [part]: stamp } };
    expect(decide(part, values)).toStrictEqual({
      admitted: true,
      body: after,
      change: {
        settings: { before: inForce, after },
        ...told.renewal,
        audit: [event({ ...changed(part, told.summary), reason, before: told.before, after: values })],
      },
    });
  });

  test('keeps the stamps of the other parts', () => {
    const ui = { revision: 7, updatedAt: createdAt, updatedBy: 'bob@example.com' };
    const decided = decideSettings(
      { stored: undefined, inForce: { ...inForce, parts: { ui } }, killSwitch: undefined, groups: [] },
      { part: 'rateLimits', values: { limits: { readRpm: 1, mutateRpm: 1 } }, revision: 1, reason },
      cause,
    );
    expect(decided).toMatchObject({ body: { createdAt: now, parts: { ui, rateLimits: stamp } } });
  });
});

describe('The list of publishers', () => {
  const aws = { name: 'aws', provider: 'aws', match: { accountId: '123456789012', roleName: 'ci' } };
  const ci = { name: 'ci', provider: 'github', match: { subjects: ['a'], issuers: undefined } };
  const stored: Publishers = { entries: [ci], revision: 1, updatedAt: createdAt, updatedBy: 'bob@example.com' };

  test('is written with what it was, and shown without what was not said', () => {
    expect(decidePublishers({ stored, createdAt }, { entries: [ci, aws], revision: 1, reason }, cause)).toStrictEqual({
      admitted: true,
      body: { entries: [{ ...ci, match: { subjects: ['a'] } }, aws], ...stamp },
      change: {
        publishers: { before: stored, after: { entries: [ci, aws], ...stamp } },
        audit: [
          event({
            ...changed('ciPublishers', 'Changed list of publishers: entries'),
            reason,
            before: { entries: [{ ...ci, match: { subjects: ['a'] } }] },
            after: { entries: [ci, aws] },
          }),
        ],
      },
    });
  });

  test('is that of the configuration until it is changed', () => {
    const untouched = { entries: [], revision: 1, updatedAt: createdAt, updatedBy: 'configuration' };
    expect(viewPublishers(undefined, createdAt)).toStrictEqual(untouched);
  });
});

describe('The kill switch', () => {
  const on = { mutationsDisabled: false, epoch: 0 };
  const since = '2026-11-21T09:00:00.000Z';
  const off = { mutationsDisabled: true, reason: 'Flood', since, epoch: 4, updatedBy: 'bob@example.com' };

  const by = { reason, updatedBy: 'alice@example.com' };
  test.each([
    {
      turn: 'off',
      before: undefined,
      after: { mutationsDisabled: true, since: now, epoch: 1, ...by },
      was: { mutationsDisabled: false },
      is: { mutationsDisabled: true, reason, since: now },
    },
    {
      turn: 'on',
      before: off,
      after: { mutationsDisabled: false, since: now, epoch: 5, ...by },
      was: { mutationsDisabled: true, reason: 'Flood', since },
      is: { mutationsDisabled: false, reason, since: now },
    },
    {
      turn: 'on',
      before: undefined,
      after: { mutationsDisabled: false, epoch: 1, ...by },
      was: {},
      is: { reason },
    },
  ])('is turned $turn with who did it, why and since when (%#)', ({ turn, before, after, was, is }) => {
    const { epoch, ...shown } = after;
    const { mutationsDisabled } = after;
    const told = changed('killSwitch', `Switched changes ${turn}`, epoch + 1);
    expect(decideKillSwitch(before, { mutationsDisabled, reason }, cause)).toStrictEqual({
      admitted: true,
      body: { ...shown, revision: epoch + 1 },
      change: {
        killSwitch: { before, after },
        audit: [event({ ...told, reason, before: was, after: is })],
      },
    });
  });

  test.each([
    { stored: undefined, seen: { mutationsDisabled: false, revision: 1 } },
    { stored: on, seen: { mutationsDisabled: false, revision: 1 } },
    {
      stored: off,
      seen: { mutationsDisabled: true, reason: 'Flood', since, revision: 5, updatedBy: 'bob@example.com' },
    },
  ])('is shown as it stands, and nothing of what nobody said (%#)', ({ stored, seen }) => {
    expect(viewKillSwitch(stored)).toStrictEqual(seen);
  });

  test.each([
    {
      before: off,
      message: 'Changes were switched off meanwhile by bob@example.com: Flood',
      facts: { revision: 5, seen: 3, updatedBy: 'bob@example.com', reason: 'Flood' },
    },
    {
      before: { ...on, epoch: 4 },
      message: 'Changes were switched on meanwhile by somebody else',
      facts: { revision: 5, seen: 3 },
    },
  ])('refuses to lift a stop that was not seen: $message', ({ before, message, facts }) => {
    expect(decideKillSwitch(before, { mutationsDisabled: false, reason, revision: 3 }, cause)).toStrictEqual({
      admitted: false,
      refusals: [
        {
          code: 'REVISION_CONFLICT',
          message,
          hint: 'Ask whether that is over too, then send revision 5.',
          facts,
        },
      ],
    });
  });
});
