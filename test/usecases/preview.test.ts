import { describe, expect, test } from 'vitest';
import type { ProblemCode } from '../../lib/contract/codes.ts';
import type { ProposedChange } from '../../lib/contract/preview.ts';
import type { Store } from '../../lib/ports/store.ts';
import { updateEnvironment } from '../../lib/usecases/configure/environments.ts';
import { updateDeliveryGroup } from '../../lib/usecases/configure/groups.ts';
import { updateRecipe } from '../../lib/usecases/configure/recipes.ts';
import { updateService } from '../../lib/usecases/configure/services.ts';
import { setCiPublishers, setPlane, setRateLimits, setUi } from '../../lib/usecases/configure/settings.ts';
import { partlyLooked } from '../../lib/usecases/preview/looked.ts';
import { loadHistory } from '../../lib/usecases/preview/past.ts';
import { previewChange } from '../../lib/usecases/preview/preview.ts';
import type { Result } from '../../lib/usecases/result.ts';
import { aDeliveryGroup, aMapping, anEnvironment, aRecipe, aService } from '../builders/config.ts';
import { aBuild, anAuditEvent, idNumber } from '../builders/records.ts';
import { anAdmin } from './callers.ts';
import { bodyOf, deployThrough, useLine } from './line.ts';

/** What people set of the group, as it is now. */
const { name, owners, services, allowedRecipes, environments, guardrails, id } = aDeliveryGroup();
const group = { id, name, owners, services, allowedRecipes, environments, guardrails };

describe('The history of many groups', () => {
  const ids = Array.from({ length: 27 }, (_, index) => `group-${index}`);
  const line = useLine({
    services: ids.map((each) => aService({ name: `service-${each}` })),
    deliveryGroups: ids.map((each) => aDeliveryGroup({ id: each, services: [`service-${each}`] })),
  });

  test('is merged from their own lists, newest first, and begins with a whole day', async () => {
    const places = ['group-26', 'group-0', 'group-13'];
    for (const each of places) {
      await deployThrough(line(), { service: `service-${each}` });
      line().move(60);
    }
    const asked: (readonly string[] | undefined)[] = [];
    const store = {
      ...line().store,
      listDeployments: (query: Parameters<Store['listDeployments']>[0]) => {
        asked.push(query.deliveryGroupIds);
        return line().store.listDeployments(query);
      },
    };
    const { from, records } = await loadHistory(store, ids, line().clock.now());
    expect(records.map(({ deliveryGroupId }) => deliveryGroupId)).toEqual([...places].reverse());
    expect(from).toMatch(/T00:00:00.000Z$/);
    expect(asked.flat().sort()).toEqual([...ids].sort());
    expect(Math.max(...asked.map((some) => some?.length ?? Number.POSITIVE_INFINITY))).toBe(25);
  });
});

test.each([
  { extent: { services: 2000, places: 200, publishers: 20 }, told: [] },
  {
    extent: { services: 2001, places: 201, publishers: 21 },
    told: [
      {
        subject: 'service',
        name: 'every service',
        message: 'Which recipes fit was looked at for the first 2000 of 2001 only',
      },
      {
        subject: 'environment',
        name: 'every environment',
        message: 'What delivery groups use of it now was looked at in the first 200 of 201 only',
      },
      {
        subject: 'caller',
        name: 'every publisher',
        message: 'Builds registered in 30 days were counted for the first 20 of 21 only',
      },
    ],
  },
])('A preview of more than is looked at says of how much it is: $extent', ({ extent, told }) => {
  expect(partlyLooked(extent)).toStrictEqual(told);
});

describe('A preview', () => {
  const line = useLine();
  const preview = async (body: ProposedChange) =>
    bodyOf(await previewChange(line().world, { caller: anAdmin(), requestId: 'request-1', body }));

  test('of what there is changes nothing and refuses nothing', async () => {
    await deployThrough(line());
    const before = (await line().audit()).length;
    expect(await preview({ deliveryGroup: group })).toMatchObject({
      allowed: true,
      errors: [],
      refusals: [],
      warnings: [],
      changes: [],
      effects: [],
      effectsTotal: 0,
      replay: { looked: 1, capped: false, refusedCount: 0, refused: [] },
    });
    expect((await line().audit()).length).toBe(before);
  });

  const { name: recipeName, description, behaviorSummary, steps, deadlineMinutes, engine = aMapping() } = aRecipe();
  const recipe = { id: 'default', name: recipeName, description, behaviorSummary, steps, deadlineMinutes, engine };
  const active = { ...recipe, status: 'active' } as const;
  const { displayName, type, lifecycle } = anEnvironment();
  const sandbox = { name: 'sandbox', displayName, type, lifecycle };
  const { artifactSources } = aService();
  const service = { name: 'demo-service', artifactSources, allowedRecipes: ['default'] };
  const bound = { name: 'sandbox', enabled: true, promotionOrder: 1 };
  const evaluation = { mode: 'evaluation', admitWhenArtifactUnchecked: true } as const;
  const web = {
    refresh: { defaultSeconds: 60, minSeconds: 30, maxSeconds: 600 },
    linkExposure: { repository: true, runUrl: true, serviceUrl: true },
  };
  const ci = { name: 'ci', provider: 'aws', match: { accountId: '123456789012', roleName: 'ci' } };

  /** Saves it on the first revision, unless it names another. */
  const save = (change: ProposedChange, key: string): Promise<Result<unknown>> => {
    const { world, byAdmin } = line();
    const reason = 'Try';
    if (change.deliveryGroup) {
      const { id: groupId, revision = 1, ...body } = change.deliveryGroup;
      const value = { params: { groupId }, body: { ...body, revision, reason } };
      return updateDeliveryGroup(world, byAdmin('deliveryGroups.update', value, { key }));
    }
    if (change.recipe) {
      const { id: recipeId, revision = 1, ...body } = change.recipe;
      const value = { params: { recipeId }, body: { ...body, revision, reason } };
      return updateRecipe(world, byAdmin('recipes.update', value, { key }));
    }
    if (change.environment) {
      const { name: environment, revision = 1, ...body } = change.environment;
      const value = { params: { environment }, body: { ...body, revision, reason } };
      return updateEnvironment(world, byAdmin('environments.update', value, { key }));
    }
    if (change.rateLimits) {
      const { revision = 1, ...body } = change.rateLimits;
      return setRateLimits(world, byAdmin('settings.setRateLimits', { body: { ...body, revision, reason } }, { key }));
    }
    if (change.ui) {
      const { revision = 1, ...body } = change.ui;
      return setUi(world, byAdmin('settings.setUi', { body: { ...body, revision, reason } }, { key }));
    }
    if (change.plane) {
      const { revision = 1, ...body } = change.plane;
      return setPlane(world, byAdmin('settings.setPlane', { body: { ...body, revision, reason } }, { key }));
    }
    if (change.ciPublishers) {
      const { revision = 1, ...body } = change.ciPublishers;
      const asked = byAdmin('settings.setCiPublishers', { body: { ...body, revision, reason } }, { key });
      return setCiPublishers(world, asked);
    }
    if (!change.service) throw new Error('There is nothing to save');
    const { name: member, revision = 1, ...body } = change.service;
    return updateService(
      world,
      byAdmin('services.update', { params: { service: member }, body: { ...body, revision, reason } }, { key }),
    );
  };

  test.each<readonly [string, ProposedChange, ProblemCode | 'fields' | 'saved']>([
    ['a group with a service that there is not', { deliveryGroup: { ...group, services: ['ghost'] } }, 'fields'],
    ['a group with a recipe that there is not', { deliveryGroup: { ...group, allowedRecipes: ['ghost'] } }, 'fields'],
    [
      'a group with a route of nobody',
      { deliveryGroup: { ...group, environments: [{ ...bound, routes: { ghost: 'default' } }] } },
      'fields',
    ],
    ['a group on another revision', { deliveryGroup: { ...group, revision: 7 } }, 'REVISION_CONFLICT'],
    ['a group', { deliveryGroup: { ...group, description: 'Described' } }, 'saved'],
    [
      'a recipe in use with another mapping',
      { recipe: { ...active, engine: { ...engine, deployPipeline: 'x' } } },
      'RECIPE_IN_USE',
    ],
    ['a recipe on another revision', { recipe: { ...active, revision: 7 } }, 'REVISION_CONFLICT'],
    ['a recipe', { recipe: { ...recipe, status: 'deprecated' } }, 'saved'],
    ['an environment in use of another type', { environment: { ...sandbox, type: 'prod' } }, 'ENVIRONMENT_IN_USE'],
    ['an environment on another revision', { environment: { ...sandbox, revision: 7 } }, 'REVISION_CONFLICT'],
    ['an environment', { environment: { ...sandbox, lifecycle: 'disabled' } }, 'saved'],
    ['a service with a recipe that there is not', { service: { ...service, allowedRecipes: ['ghost'] } }, 'fields'],
    ['a service on another revision', { service: { ...service, revision: 7 } }, 'REVISION_CONFLICT'],
    ['a service', { service: { ...service, allowedRecipes: [] } }, 'saved'],
    ['rate limits on another revision', { rateLimits: { readRpm: 9, mutateRpm: 9, revision: 7 } }, 'REVISION_CONFLICT'],
    ['rate limits', { rateLimits: { readRpm: 9, mutateRpm: 9 } }, 'saved'],
    ['rate limits as they are', { rateLimits: { readRpm: 600, mutateRpm: 60 } }, 'saved'],
    ['the web UI on another revision', { ui: { ...web, revision: 7 } }, 'REVISION_CONFLICT'],
    ['the web UI', { ui: web }, 'saved'],
    ['the plane on another revision', { plane: { ...evaluation, revision: 7 } }, 'REVISION_CONFLICT'],
    ['the plane', { plane: evaluation }, 'saved'],
    ['publishers on another revision', { ciPublishers: { entries: [ci], revision: 7 } }, 'REVISION_CONFLICT'],
    ['publishers', { ciPublishers: { entries: [ci] } }, 'saved'],
  ])('of %s is decided as saving is', async (what, change, expected) => {
    const { allowed, errors, refusals } = await preview(change);
    const saved = await save(change, what.replaceAll(' ', '-'));
    expect(allowed).toBe(saved.kind === 'answered');
    expect(errors).toEqual(saved.kind === 'invalid' ? saved.fields : []);
    expect(refusals).toEqual(saved.kind === 'refused' ? saved.refusals : []);
    expect(refusals[0]?.code ?? (errors.length > 0 ? 'fields' : 'saved')).toBe(expected);
  });

  test('while changes are switched off says that nothing can be saved, and still what it would do', async () => {
    await line().switchChanges({ reason: 'Storm' });
    const seen = await preview({ deliveryGroup: { ...group, owners: [], revision: 7 } });
    expect(seen.allowed).toBe(false);
    expect(seen.refusals.map(({ code }) => code)).toEqual(['MUTATIONS_DISABLED', 'REVISION_CONFLICT']);
    expect(seen.effects).toHaveLength(1);
    expect((await preview({ deliveryGroup: group })).allowed).toBe(false);
  });

  test('says who loses what, and what was admitted and would not be', async () => {
    await deployThrough(line());
    await deployThrough(line(), { version: '2.0.0' });
    const tighter = { ...group, owners: [], guardrails: { ...guardrails, dailyDeployQuota: 1 } };
    const { effects, replay, warnings, changes } = await preview({ deliveryGroup: tighter });
    expect(effects).toEqual([
      {
        subject: 'person',
        name: 'owner@example.com',
        change: 'loses',
        what: 'ownership of demo',
        deploymentsLately: 2,
      },
      { subject: 'environment', name: 'sandbox', change: 'loses', what: 'deployments a day of demo: 1 in place of 25' },
    ]);
    expect(changes).toContainEqual({ path: 'guardrails.dailyDeployQuota', before: 25, after: 1 });
    expect(replay).toMatchObject({
      looked: 2,
      refusedCount: 1,
      refused: [{ version: '2.0.0', code: 'QUOTA_EXCEEDED' }],
    });
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('Nobody owns it'),
      expect.stringContaining('has made 2 deployments there today'),
    ]);
  });

  test('of a recipe that is deprecated names the groups and services that lose it', async () => {
    await deployThrough(line());
    const { name, description, behaviorSummary, steps, deadlineMinutes, engine } = aRecipe();
    if (!engine) throw new Error('The recipe has a mapping');
    const rest = { name, description, behaviorSummary, steps, deadlineMinutes, engine };
    const seen = await preview({ recipe: { id: 'default', ...rest, status: 'deprecated' } });
    expect(seen.effects.map(({ subject, name, change }) => [subject, name, change])).toEqual([
      ['service', 'demo-service', 'loses'],
      ['recipe', 'default', 'loses'],
    ]);
    expect(seen.replay?.refused.map(({ code }) => code)).toEqual(['RECIPE_DEPRECATED']);
    expect(seen.warnings[0]?.message).toContain('cannot be deployed');
  });

  test('of an environment that is closed says to whom, and what is under way there', async () => {
    const { id } = bodyOf(await line().deploy());
    const { name, displayName, type } = anEnvironment();
    const seen = await preview({ environment: { name, displayName, type, lifecycle: 'disabled' } });
    expect(seen.effects).toEqual([{ subject: 'environment', name, change: 'loses', what: 'deployments of demo' }]);
    expect(seen.replay?.refused).toMatchObject([{ deploymentId: id, code: 'ENVIRONMENT_DISABLED' }]);
    expect(seen.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('No environment is open to it'),
      expect.stringContaining('it goes on, and could not be begun again'),
    ]);
    await line().cancel(id);
  });

  test('of a service says which recipes it gains and loses', async () => {
    const { name, artifactSources } = aService();
    const seen = await preview({ service: { name, artifactSources, allowedRecipes: [] } });
    expect(seen.effects).toEqual([{ subject: 'service', name, change: 'loses', what: 'the recipe default' }]);
    expect(seen.warnings).toHaveLength(1);
  });

  test('of something new says what it brings', async () => {
    const added = await preview({
      deliveryGroup: { ...group, id: 'added', services: [], owners: ['sub:ada', 'group:ops'] },
    });
    expect(added).toMatchObject({ allowed: true, replay: { looked: 0 } });
    expect(added.effects.filter(({ subject }) => subject === 'person')).toEqual([
      { subject: 'person', name: 'sub:ada', change: 'gains', what: 'ownership of added', deploymentsLately: 0 },
      { subject: 'person', name: 'group:ops', change: 'gains', what: 'ownership of added' },
    ]);
    const { artifactSources } = aService();
    const lone = await preview({ service: { name: 'lone', artifactSources, allowedRecipes: ['default'] } });
    expect(lone).toMatchObject({ allowed: true, effects: [] });
    expect(lone.changes.map(({ path }) => path)).toContain('allowedRecipes');
    const { displayName, type, lifecycle } = anEnvironment();
    expect((await preview({ environment: { name: 'new', displayName, type, lifecycle } })).allowed).toBe(true);
    const { id: _id, revision: _r, createdAt: _c, createdBy: _b, updatedAt: _u, updatedBy: _v, ...recipe } = aRecipe();
    const { engine } = recipe;
    if (!engine) throw new Error('The recipe has a mapping');
    const rest = { ...recipe, engine };
    expect((await preview({ recipe: { id: 'new', ...rest } })).allowed).toBe(true);
  });

  test('of evaluation mode says what closes and what is tighter, and what of the past it would have refused', async () => {
    await line().configure({
      environments: [anEnvironment({ name: 'prod', displayName: 'Production', type: 'prod' })],
      deliveryGroups: [aDeliveryGroup({ environments: [bound, { ...bound, name: 'prod', promotionOrder: 2 }] })],
    });
    for (let made = 0; made < 11; made += 1) await deployThrough(line());
    const { id } = bodyOf(await line().deploy({ environment: 'prod', version: '1.0.0' }));
    const seen = await preview({ plane: evaluation });
    expect(seen.changes).toEqual([{ path: 'mode', before: 'standard', after: 'evaluation' }]);
    expect(seen.effects.map(({ name, change, what }) => `${name} ${change} ${what}`)).toEqual([
      'prod loses deployments of demo',
      'every caller loses reads a minute: 300 in place of 600',
      'every caller loses changes a minute: 10 in place of 60',
      'every publisher loses build registrations a day: 20 in place of 50',
      'sandbox loses deployments a day of demo: 10 in place of 25',
    ]);
    expect(seen.replay).toMatchObject({
      looked: 12,
      refusedCount: 2,
      refused: [
        { deploymentId: id, code: 'ENVIRONMENT_NOT_ALLOWED' },
        { environment: 'sandbox', code: 'QUOTA_EXCEEDED' },
      ],
    });
    expect(seen.warnings.map(({ message }) => message)).toEqual([
      'demo has made 11 deployments there today: no more are admitted before midnight UTC',
      expect.stringContaining('it goes on, and could not be begun again'),
    ]);
    await line().cancel(id);
  });

  test('of evaluation mode in more places than are looked at says so, and counts none that it closes', async () => {
    const names = ['sandbox', ...Array.from({ length: 200 }, (_, at) => `place-${at}`)];
    const open = names.map((name) => anEnvironment({ name }));
    const prod = anEnvironment({ name: 'prod', type: 'prod' });
    const places = [prod, ...open].map(({ name }, at) => ({ ...bound, name, promotionOrder: at + 1 }));
    await line().configure({
      environments: [prod, ...open],
      deliveryGroups: [aDeliveryGroup({ environments: places })],
    });
    expect((await preview({ plane: evaluation })).warnings).toEqual([
      {
        subject: 'environment',
        name: 'every environment',
        message: 'What delivery groups use of it now was looked at in the first 200 of 201 only',
      },
    ]);
  });

  test('of what admissions do not look at says nothing of the past', async () => {
    for (const body of [
      { plane: { ...evaluation, mode: 'standard', admitWhenArtifactUnchecked: false } },
      { rateLimits: { readRpm: 100, mutateRpm: 100 } },
      { ui: web },
      { ciPublishers: { entries: [ci] } },
    ] satisfies ProposedChange[]) {
      const seen = await preview(body);
      expect(seen.effectsTotal).toBeGreaterThan(0);
      expect(seen).not.toHaveProperty('replay');
    }
  });

  /** A build that CI has registered, with what is kept of it. */
  const registered = async (publisher: string, day: string): Promise<void> => {
    builds += 1;
    const [version, registeredAt] = [`9.${builds}.0`, `${day}T08:00:00.000Z`];
    const about = { targetType: 'Build', targetId: `demo-service@${version}`, timestamp: registeredAt };
    await line().store.commit({
      build: aBuild({ version, registeredBy: publisher, registeredAt }),
      publisherQuota: { key: { publisher, day, kind: 'registration' }, limit: 50 },
      audit: [anAuditEvent({ eventType: 'BUILD_REGISTERED', eventId: idNumber(900 + builds), ...about })],
    });
  };
  let builds = 0;

  test('of publishers says what those have registered who would not go on as they did', async () => {
    const gone = { ...ci, name: 'gone', match: { ...ci.match, roleName: 'gone' } };
    await line().configure({ publishers: { entries: [ci, gone], revision: 1 } });
    await registered('gone', '2026-11-21');
    await registered('gone', '2026-11-20');
    await registered('gone', '2026-09-01');
    await registered('ci', '2026-11-19');
    const added = { ...ci, name: 'added', match: { ...ci.match, roleName: 'added' } };
    const { effects } = await preview({ ciPublishers: { entries: [ci, added] } });
    expect(effects).toEqual([
      { subject: 'publisher', name: 'gone', change: 'loses', what: 'registering builds', registrationsLately: 2 },
      { subject: 'publisher', name: 'added', change: 'gains', what: 'registering builds' },
    ]);
    const many = Array.from({ length: 21 }, (_, at) => ({ ...ci, name: `ci-${at}` }));
    await line().configure({ publishers: { entries: many, revision: 1 } });
    const left = await preview({ ciPublishers: { entries: [] } });
    expect(left.effects.filter(({ registrationsLately }) => registrationsLately === 0)).toHaveLength(20);
    expect(left.warnings).toContainEqual({
      subject: 'caller',
      name: 'every publisher',
      message: 'Builds registered in 30 days were counted for the first 20 of 21 only',
    });
    await line().configure({ publishers: { entries: [ci, gone], revision: 1 } });
    const none = await preview({ ciPublishers: { entries: [] } });
    expect(none.effects.map(({ registrationsLately }) => registrationsLately)).toEqual([1, 2]);
    expect(none.warnings).toEqual([
      { subject: 'service', name: 'every service', message: 'No CI can register builds for it' },
    ]);
  });
});
