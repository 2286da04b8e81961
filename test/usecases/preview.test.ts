import { describe, expect, test } from 'vitest';
import { deliveryGroupUpdate } from '../../lib/contract/delivery-group.ts';
import type { ProposedChange } from '../../lib/contract/preview.ts';
import { updateDeliveryGroup } from '../../lib/usecases/configure/groups.ts';
import { previewChange } from '../../lib/usecases/preview/preview.ts';
import { aDeliveryGroup, anEnvironment, aRecipe, aService } from '../builders/config.ts';
import { anAdmin } from './callers.ts';
import { bodyOf, deployThrough, useLine } from './line.ts';

/** What people set of the group, as it is now. */
const { name, owners, services, allowedRecipes, environments, guardrails, id } = aDeliveryGroup();
const group = { id, name, owners, services, allowedRecipes, environments, guardrails };

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

  test('is decided as saving is, field by field and refusal by refusal', async () => {
    const proposals = [
      { ...group, services: ['ghost'] },
      { ...group, allowedRecipes: ['ghost'] },
      { ...group, revision: 7 },
      { ...group, environments: [{ name: 'sandbox', enabled: true, promotionOrder: 1, routes: { ghost: 'default' } }] },
      { ...group, description: 'Described' },
    ];
    for (const [index, { id: groupId, ...body }] of proposals.entries()) {
      const { allowed, errors, refusals } = await preview({ deliveryGroup: { id: groupId, ...body } });
      const value = { params: { groupId }, body: deliveryGroupUpdate.parse({ revision: 1, ...body, reason: 'Try' }) };
      const saved = await updateDeliveryGroup(line().world, {
        caller: anAdmin(),
        requestId: 'request-2',
        operation: 'deliveryGroups.update',
        idempotencyKey: `try-${index}`,
        fingerprint: `try-${index}`,
        input: { ok: true, value },
      });
      expect(allowed).toBe(saved.kind === 'answered');
      expect(errors).toEqual(saved.kind === 'invalid' ? saved.fields : []);
      expect(refusals).toEqual(saved.kind === 'refused' ? saved.refusals : []);
    }
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
    expect(seen.replay.refused.map(({ code }) => code)).toEqual(['RECIPE_DEPRECATED']);
    expect(seen.warnings[0]?.message).toContain('cannot be deployed');
  });

  test('of an environment that is closed says to whom, and what is under way there', async () => {
    const { id } = bodyOf(await line().deploy());
    const { name, displayName, type } = anEnvironment();
    const seen = await preview({ environment: { name, displayName, type, lifecycle: 'disabled' } });
    expect(seen.effects).toEqual([{ subject: 'environment', name, change: 'loses', what: 'deployments of demo' }]);
    expect(seen.replay.refused).toMatchObject([{ deploymentId: id, code: 'ENVIRONMENT_DISABLED' }]);
    expect(seen.warnings[0]?.message).toContain('it goes on, and could not be begun again');
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
});
