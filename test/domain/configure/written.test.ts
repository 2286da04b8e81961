import { describe, expect, test } from 'vitest';
import {
  decideEnvironmentDelete,
  decideEnvironmentUpdate,
  decideNewEnvironment,
} from '../../../lib/domain/configure/decide-environment.ts';
import { decideNewRecipe, decideRecipeUpdate } from '../../../lib/domain/configure/decide-recipe.ts';
import { decideNewService, decideServiceUpdate } from '../../../lib/domain/configure/decide-service.ts';
import { renewalOf } from '../../../lib/domain/configure/renewal.ts';
import { anEnvironment, aRecipe, aService } from '../../builders/config.ts';
import { cause, event, first, reason, second } from './event.ts';

/** All that a change writes: the object, who refers to it, who is to decide anew, and the one event with what changed. */

const knownRecipes = new Set(['default']);
const usage = { groups: ['demo', 'payments'], revision: 3 };
const killSwitch = { mutationsDisabled: false, epoch: 4 };

describe('Of a service', () => {
  const settings = { allowedRecipes: ['default'], artifactSources: ['s3://artifacts/demo-service/'] };
  const subject = { targetType: 'Service', targetId: 'demo-service', serviceName: 'demo-service' };

  test('a new one is written as it was given', () => {
    const given = { name: 'demo-service', ...settings };
    const body = { ...given, ...first };
    expect(decideNewService({ existing: undefined, knownRecipes }, given, cause)).toStrictEqual({
      admitted: true,
      body,
      change: {
        configuration: [{ kind: 'service', before: undefined, after: body }],
        audit: [
          event({
            eventType: 'ADMIN_CREATE',
            revision: 1,
            ...subject,
            summary: 'Added service demo-service',
            after: given,
          }),
        ],
      },
    });
  });

  test.each([
    { set: { deliveryGroupId: 'demo' }, renew: ['demo'] },
    { set: {}, renew: [] },
  ])('a change leaves its group ($renew) and takes away what was left out', ({ set, renew }) => {
    const existing = aService(set);
    const body = { name: 'demo-service', ...settings, owner: existing.owner, ...set, ...second };
    const update = { ...settings, owner: existing.owner ?? '', revision: 1, reason };
    expect(decideServiceUpdate({ existing, knownRecipes }, update, cause)).toStrictEqual({
      admitted: true,
      body,
      change: {
        configuration: [{ kind: 'service', before: existing, after: body }],
        renew,
        audit: [
          event({
            eventType: 'ADMIN_UPDATE',
            revision: 2,
            ...subject,
            ...set,
            summary: 'Changed service demo-service: description',
            reason,
            before: { description: 'Shows how it is done' },
            after: {},
          }),
        ],
      },
    });
  });
});

describe('Of an environment', () => {
  const settings = { displayName: 'Sandbox', type: 'non_prod', lifecycle: 'active' } as const;
  const subject = { targetType: 'Environment', targetId: 'sandbox', environment: 'sandbox' };
  const existing = anEnvironment();
  const of = { kind: 'environment', id: 'sandbox' };

  test('a new one is written as it was given', () => {
    const body = { name: 'sandbox', ...settings, ...first, lastChangeReason: reason };
    expect(decideNewEnvironment({}, { name: 'sandbox', ...settings, reason }, cause)).toStrictEqual({
      admitted: true,
      body,
      change: {
        configuration: [{ kind: 'environment', before: undefined, after: body }],
        uses: [{ of, before: undefined }],
        audit: [
          event({
            eventType: 'ADMIN_CREATE',
            revision: 1,
            ...subject,
            summary: 'Added environment sandbox',
            reason,
            after: { name: 'sandbox', ...settings },
          }),
        ],
      },
    });
  });

  test('a change names its fields', () => {
    const changed = { displayName: 'Play', lifecycle: 'disabled' } as const;
    const body = { ...existing, ...changed, ...second };
    const update = { ...settings, ...changed, revision: 1, reason };
    expect(decideEnvironmentUpdate({ existing, usage, killSwitch }, update, cause)).toStrictEqual({
      admitted: true,
      body,
      change: {
        configuration: [{ kind: 'environment', before: existing, after: body }],
        uses: [{ of, before: usage }],
        renew: ['demo', 'payments'],
        audit: [
          event({
            eventType: 'ADMIN_UPDATE',
            revision: 2,
            ...subject,
            summary: 'Changed environment sandbox: displayName, lifecycle',
            reason,
            before: { displayName: 'Sandbox', lifecycle: 'active' },
            after: changed,
          }),
        ],
      },
    });
  });

  test('one that is deleted is told in full, and its revision is remembered', () => {
    const wish = { revision: 1, reason };
    expect(decideEnvironmentDelete({ existing, usage: { groups: [], revision: 3 } }, wish, cause)).toStrictEqual({
      admitted: true,
      body: existing,
      change: {
        configuration: [{ kind: 'environment', before: existing }],
        uses: [{ of, before: { groups: [], revision: 3 }, after: { groups: [], revision: 4, lastRevision: 1 } }],
        audit: [
          event({
            eventType: 'ADMIN_DELETE',
            revision: 1,
            ...subject,
            summary: 'Deleted environment sandbox',
            reason,
            before: { name: 'sandbox', ...settings },
          }),
        ],
      },
    });
  });
});

describe('Of a recipe', () => {
  const { revision: _, createdAt: __, createdBy: ___, updatedAt: ____, updatedBy: _____, ...given } = aRecipe();
  const { id, engine = expect.fail('It is mapped'), ...settings } = given;
  const subject = { targetType: 'Recipe', targetId: 'default' };
  const existing = aRecipe();

  test('a new one is written as it was given', () => {
    const body = { ...given, ...first };
    expect(decideNewRecipe(undefined, { id, ...settings, engine }, cause)).toStrictEqual({
      admitted: true,
      body,
      change: {
        configuration: [{ kind: 'recipe', before: undefined, after: body }],
        audit: [
          event({ eventType: 'ADMIN_CREATE', revision: 1, ...subject, summary: 'Added recipe default', after: given }),
        ],
      },
    });
  });

  test('a change names its fields', () => {
    const body = { ...given, status: 'deprecated', ...second };
    const update = { ...settings, engine, status: 'deprecated', revision: 1, reason } as const;
    expect(decideRecipeUpdate({ existing, usage, killSwitch }, update, cause)).toStrictEqual({
      admitted: true,
      body,
      change: {
        configuration: [{ kind: 'recipe', before: existing, after: body }],
        uses: [{ of: { kind: 'recipe', id: 'default' }, before: usage }],
        renew: ['demo', 'payments'],
        audit: [
          event({
            eventType: 'ADMIN_UPDATE',
            revision: 2,
            ...subject,
            summary: 'Changed recipe default: status',
            reason,
            before: { status: 'active' },
            after: { status: 'deprecated' },
          }),
        ],
      },
    });
  });
});

test('Sixty groups decide anew in the transaction of the change itself; of more, the master row has all follow', () => {
  const groups = (count: number) => Array.from({ length: count }, (_, number) => `group-${number}`);
  expect(renewalOf(groups(60), killSwitch)).toStrictEqual({ renew: groups(60) });
  const master = { before: killSwitch, after: { mutationsDisabled: false, epoch: 5 } };
  expect(renewalOf(groups(61), killSwitch)).toStrictEqual({ killSwitch: master });
});
