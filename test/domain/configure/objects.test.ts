import { describe, expect, test } from 'vitest';
import {
  decideEnvironmentDelete,
  decideEnvironmentUpdate,
  decideNewEnvironment,
} from '../../../lib/domain/configure/decide-environment.ts';
import { decideNewRecipe, decideRecipeUpdate } from '../../../lib/domain/configure/decide-recipe.ts';
import { decideNewService, decideServiceUpdate } from '../../../lib/domain/configure/decide-service.ts';
import type { Decision } from '../../../lib/domain/configure/decision.ts';
import { aMapping, anEnvironment, aRecipe, aService } from '../../builders/config.ts';
import { anAdmin } from '../../usecases/callers.ts';

const now = '2026-11-21T12:00:00.000Z';
const cause = { actor: anAdmin(), requestId: 'request-1', now, eventId: 'event-1' };
const reason = 'Because it is time';
const knownRecipes = new Set(['default', 'canary']);
const killSwitch = { mutationsDisabled: false, epoch: 4 };

const admitted = <Body>(decision: Decision<Body>) => {
  if (!decision.admitted) throw new Error(`Not admitted: ${JSON.stringify(decision)}`);
  return decision;
};
const codeOf = (decision: Decision<unknown>): string | undefined =>
  'refusals' in decision ? decision.refusals[0].code : undefined;
const fieldsOf = (decision: Decision<unknown>) => ('fields' in decision ? decision.fields : []);

const serviceFields = { allowedRecipes: ['default'], artifactSources: ['s3://artifacts/demo-service/'] };
const { engine: _engine, ...recipe } = aRecipe();
const recipeFields = {
  name: recipe.name,
  description: recipe.description,
  behaviorSummary: recipe.behaviorSummary,
  steps: recipe.steps,
  deadlineMinutes: recipe.deadlineMinutes,
  status: recipe.status,
  engine: aMapping(),
};
const environmentFields = { displayName: 'Sandbox', type: 'non_prod', lifecycle: 'active' } as const;

const because = (why: string | undefined) => (why === undefined ? {} : { reason: why });
const additions: readonly [string, (why?: string) => Decision<{ readonly revision: number }>][] = [
  [
    'service',
    (why) => {
      const wish = { name: 'demo-service', ...serviceFields, ...because(why) };
      return decideNewService({ existing: undefined, knownRecipes }, wish, cause);
    },
  ],
  ['environment', (why) => decideNewEnvironment({}, { name: 'sandbox', ...environmentFields, ...because(why) }, cause)],
  ['recipe', (why) => decideNewRecipe(undefined, { id: 'default', ...recipeFields, ...because(why) }, cause)],
];

describe.each(additions)('A new %s', (_, decide) => {
  test('is the first revision, by whom and why, with one event that says what it is', () => {
    const { body, change } = admitted(decide(reason));
    expect(body).toMatchObject({
      revision: 1,
      createdAt: now,
      createdBy: 'alice@example.com',
      updatedBy: 'alice@example.com',
      lastChangeReason: reason,
    });
    expect(change.configuration).toEqual([expect.objectContaining({ before: undefined, after: body })]);
    expect(change.audit).toEqual([expect.objectContaining({ eventType: 'ADMIN_CREATE', outcome: 'SUCCESS', reason })]);
    expect(change.audit?.[0]).not.toHaveProperty('before');
    expect(change.audit?.[0]?.after).not.toHaveProperty('revision');
  });

  test('needs no reason', () => {
    expect(admitted(decide()).body).not.toHaveProperty('lastChangeReason');
  });
});

type Changed = (set: object, groups?: readonly string[]) => Decision<object>;

const changes: readonly [string, object, Changed][] = [
  [
    'service',
    { description: 'Another' },
    (set) =>
      decideServiceUpdate(
        { existing: aService({ deliveryGroupId: 'demo' }), knownRecipes },
        {
          ...serviceFields,
          description: 'Shows how it is done',
          owner: 'team-demo@example.com',
          ...set,
          revision: 1,
          reason,
        },
        cause,
      ),
  ],
  [
    'environment',
    { lifecycle: 'disabled' },
    (set, groups = ['demo']) =>
      decideEnvironmentUpdate(
        { existing: anEnvironment(), usage: { groups, revision: 3 }, killSwitch },
        { ...environmentFields, ...set, revision: 1, reason },
        cause,
      ),
  ],
  [
    'recipe',
    { status: 'deprecated' },
    (set, groups = ['demo']) =>
      decideRecipeUpdate(
        { existing: aRecipe(), usage: { groups, revision: 3 }, killSwitch },
        { ...recipeFields, ...set, revision: 1, reason },
        cause,
      ),
  ],
];

describe.each(changes)('A change of a %s', (_, set, decide) => {
  test('is the next revision, and whoever decided on the old decides anew', () => {
    const { body, change } = admitted(decide(set));
    expect(body).toMatchObject({ ...set, revision: 2, updatedAt: now, lastChangeReason: reason });
    expect(change.renew).toEqual(['demo']);
    const [field = ''] = Object.keys(set);
    expect(change.audit).toEqual([
      expect.objectContaining({
        eventType: 'ADMIN_UPDATE',
        summary: expect.stringContaining(`: ${field}`),
        after: set,
      }),
    ]);
    expect(Object.keys(change.audit?.[0]?.before ?? {})).toEqual([field]);
  });

  test('that changes nothing writes nothing', () => {
    expect(admitted(decide({}))).toMatchObject({ body: { revision: 1 }, change: {} });
  });
});

describe.each(changes.slice(1))('A %s that many groups share', (_, set, decide) => {
  const groups = Array.from({ length: 61 }, (_each, number) => `group-${number}`);

  test('has all of them follow the master row, as one transaction cannot take them', () => {
    const { change } = admitted(decide(set, groups));
    expect(change.renew).toBeUndefined();
    expect(change.killSwitch).toEqual({ before: killSwitch, after: { ...killSwitch, epoch: 5 } });
  });

  test('is changed only if no group has joined them meanwhile', () => {
    expect(admitted(decide(set, groups)).change.uses).toMatchObject([{ before: { groups, revision: 3 } }]);
  });
});

describe('A service', () => {
  test('names recipes that there are', () => {
    const unknown = { ...serviceFields, allowedRecipes: ['default', 'nope'] };
    const path = 'body.allowedRecipes.1';
    const facts = { existing: undefined, knownRecipes };
    expect(fieldsOf(decideNewService(facts, { name: 'demo-service', ...unknown }, cause))).toMatchObject([{ path }]);
    const existing = aService();
    const update = { ...unknown, revision: 1, reason };
    expect(fieldsOf(decideServiceUpdate({ existing, knownRecipes }, update, cause))).toMatchObject([{ path }]);
  });

  test('in no group concerns no group', () => {
    const update = { ...serviceFields, revision: 1, reason };
    const { change, body } = admitted(decideServiceUpdate({ existing: aService(), knownRecipes }, update, cause));
    expect(change.renew).toEqual([]);
    expect(body).not.toHaveProperty('deliveryGroupId');
  });
});

describe('An environment', () => {
  const bound = { existing: anEnvironment(), usage: { groups: ['demo', 'payments'], revision: 2 }, killSwitch };
  const free = { existing: anEnvironment(), usage: undefined, killSwitch: undefined };
  const toProd = { ...environmentFields, type: 'prod', revision: 1, reason } as const;

  test('changes its type only while no group is bound to it', () => {
    const refused = decideEnvironmentUpdate(bound, toProd, cause);
    expect(codeOf(refused)).toBe('ENVIRONMENT_IN_USE');
    expect(refused).toMatchObject({ refusals: [{ message: expect.stringContaining('demo, payments') }] });
    expect(admitted(decideEnvironmentUpdate(free, toProd, cause)).body.type).toBe('prod');
  });

  test('goes on from the last revision of one that had its name, unless that changes meanwhile', () => {
    const usage = { groups: [], revision: 4, lastRevision: 7 };
    const { body, change } = admitted(decideNewEnvironment({ usage }, { name: 'x', ...environmentFields }, cause));
    expect(body.revision).toBe(8);
    expect(change.uses).toEqual([{ of: { kind: 'environment', id: 'x' }, before: usage }]);
  });

  test('is deleted only while no group is bound to it, nor comes to be', () => {
    const wish = { revision: 1, reason };
    expect(codeOf(decideEnvironmentDelete(bound, wish, cause))).toBe('ENVIRONMENT_IN_USE');
    expect(codeOf(decideEnvironmentDelete(free, { revision: 2, reason }, cause))).toBe('REVISION_CONFLICT');
    const { change } = admitted(decideEnvironmentDelete(free, wish, cause));
    expect(change.configuration).toEqual([{ kind: 'environment', before: anEnvironment() }]);
    expect(change.uses).toMatchObject([{ before: undefined, after: { groups: [], revision: 1, lastRevision: 1 } }]);
    expect(change.audit).toEqual([expect.objectContaining({ eventType: 'ADMIN_DELETE', reason })]);
    expect(change.audit?.[0]).not.toHaveProperty('after');
    const once = decideEnvironmentDelete({ ...free, usage: { groups: [], revision: 6 } }, wish, cause);
    expect(admitted(once).change.uses).toMatchObject([{ after: { revision: 7 } }]);
  });
});

describe('A recipe', () => {
  const remapped = { ...recipeFields, engine: aMapping({ deployPipeline: 'another' }), revision: 1, reason };

  test('keeps its mapping while a group allows it', () => {
    const usage = { groups: ['demo'], revision: 1 };
    const refused = decideRecipeUpdate({ existing: aRecipe(), usage, killSwitch }, remapped, cause);
    expect(codeOf(refused)).toBe('RECIPE_IN_USE');
    expect(refused).toMatchObject({ refusals: [{ facts: { deliveryGroups: ['demo'], fields: ['deployPipeline'] } }] });
  });

  test('gets another one while none does', () => {
    const facts = { existing: aRecipe(), usage: undefined, killSwitch: undefined };
    expect(admitted(decideRecipeUpdate(facts, remapped, cause)).body.engine?.deployPipeline).toBe('another');
  });
});

describe('Who changes something', () => {
  test('is named by email, else by id, and DXCP by its name', () => {
    const by = (actor: typeof cause.actor | 'system') =>
      admitted(decideNewEnvironment({}, { name: 'x', ...environmentFields }, { ...cause, actor })).body.createdBy;
    const { email: _email, ...nameless } = anAdmin();
    expect([by(anAdmin()), by(nameless), by('system')]).toEqual(['alice@example.com', 'auth0|admin', 'dxcp']);
  });
});
