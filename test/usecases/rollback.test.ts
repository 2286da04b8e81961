import { describe, expect, test } from 'vitest';
import { aRecipe } from '../builders/config.ts';
import { aStranger } from './callers.ts';
import { bodyOf, codesOf, deployThrough, endAs, useLine } from './line.ts';

describe('rolling back what runs', () => {
  const line = useLine();

  test('goes to the newest earlier success of another version, and marks what it undid', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const good = await deployThrough(line(), { version: '2.0.0' });
    await deployThrough(line(), { version: '3.0.0' });
    const bad = await deployThrough(line(), { version: '3.0.0' });

    const back = bodyOf(await line().rollback(bad.id));
    expect(back).toMatchObject({ version: '2.0.0', deploymentKind: 'ROLLBACK', rollbackOf: bad.id, state: 'PENDING' });
    expect(back.waitsFor).toBeUndefined();
    expect((await line().timeline(bad.id)).at(-1)).toMatchObject({ type: 'ROLLBACK_REQUESTED' });
    expect([await line().used('deploy'), await line().used('rollback')]).toEqual([4, 1]);

    await endAs(line(), back.id);
    const [execution] = line().engine.of(back.id);
    expect(execution?.order).toMatchObject({
      definition: 'rollback',
      parameters: { version: '2.0.0', targetVersion: '2.0.0' },
    });
    expect(await line().record(bad.id)).toMatchObject({ outcome: 'ROLLED_BACK', rolledBackBy: back.id });
    expect((await line().record(bad.id)).supersededBy).toBeUndefined();
    expect((await line().record(good.id)).outcome).toBe('SUPERSEDED');
    expect((await line().lane())?.running).toMatchObject({ deploymentId: back.id, deploymentKind: 'ROLLBACK' });
  });

  test('proves its target beforehand, and writes nothing for that', async () => {
    const first = await deployThrough(line(), { version: '1.0.0' });
    const second = await deployThrough(line(), { version: '2.0.0' });
    const before = await line().record(second.id);
    const plan = bodyOf(await line().plan(second.id));
    expect(plan).toMatchObject({ allowed: true, refusals: [], from: '2.0.0', takesOver: false });
    expect(plan.target).toMatchObject({
      version: '1.0.0',
      deploymentId: first.id,
      artifact: { status: 'VERIFIED' },
      ranTo: second.finishedAt,
    });
    expect(await line().record(second.id)).toEqual(before);
    expect(codesOf(await line().plan(second.id, aStranger()))).toEqual(['DELIVERY_GROUP_SCOPE_REQUIRED']);
  });

  test('may be tried again after a rollback that failed, and then succeeds', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const bad = await deployThrough(line(), { version: '2.0.0' });
    const failed = bodyOf(await line().rollback(bad.id));
    await endAs(line(), failed.id, 'FAILED');
    expect((await line().record(bad.id)).outcome).toBe('SUCCEEDED');

    const again = bodyOf(await line().rollback(bad.id));
    await endAs(line(), again.id);
    expect(await line().record(bad.id)).toMatchObject({ outcome: 'ROLLED_BACK', rolledBackBy: again.id });
    expect((await line().record(failed.id)).outcome).toBe('FAILED');
  });

  test('stays rolled back when a later success comes, for rolled back wins over superseded', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const bad = await deployThrough(line(), { version: '2.0.0' });
    const back = await endAs(line(), bodyOf(await line().rollback(bad.id)).id);
    const next = await deployThrough(line(), { version: '3.0.0' });
    expect((await line().record(bad.id)).outcome).toBe('ROLLED_BACK');
    expect(await line().record(back.id)).toMatchObject({ outcome: 'SUPERSEDED', supersededBy: next.id });
  });

  test('is not kept back by a recipe that is deprecated or no longer allowed', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const bad = await deployThrough(line(), { version: '2.0.0' });
    await line().configure({ recipes: [aRecipe({ status: 'deprecated', revision: 2 })] });
    expect(codesOf(await line().deploy({ version: '3.0.0' }))).toEqual(['RECIPE_DEPRECATED']);
    expect(bodyOf(await line().rollback(bad.id)).recipeRevision).toBe(2);
  });
});

describe('rolling back what did not make it', () => {
  const line = useLine();

  test('brings what runs again when the newest attempt failed', async () => {
    const first = await deployThrough(line(), { version: '1.0.0' });
    const failed = await deployThrough(line(), { version: '2.0.0' }, 'FAILED');
    const back = bodyOf(await line().rollback(failed.id));
    expect(back).toMatchObject({ version: '1.0.0', rollbackOf: failed.id });
    await endAs(line(), back.id);
    expect(await line().record(failed.id)).toMatchObject({ outcome: 'FAILED', rolledBackBy: back.id });
    expect(await line().record(first.id)).toMatchObject({ outcome: 'SUPERSEDED', supersededBy: back.id });
  });

  test('is refused once something newer was tried', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const failed = await deployThrough(line(), { version: '2.0.0' }, 'FAILED');
    const newer = await deployThrough(line(), { version: '3.0.0' }, 'CANCELED');
    expect(codesOf(await line().rollback(failed.id))).toEqual(['ROLLBACK_NOT_CURRENT']);
    expect(bodyOf(await line().rollback(newer.id)).version).toBe('1.0.0');
  });
});

describe('a rollback is refused', () => {
  const line = useLine();

  test('when nothing else ever succeeded, for that reason alone', async () => {
    const only = await deployThrough(line(), { version: '1.0.0' });
    expect(codesOf(await line().rollback(only.id))).toEqual(['NO_PRIOR_SUCCESSFUL_VERSION']);
    const again = await deployThrough(line(), { version: '1.0.0' });
    expect(codesOf(await line().rollback(again.id))).toEqual(['NO_PRIOR_SUCCESSFUL_VERSION']);
  });

  test('when it is to undo a rollback', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const bad = await deployThrough(line(), { version: '2.0.0' });
    const back = await endAs(line(), bodyOf(await line().rollback(bad.id)).id);
    expect(codesOf(await line().rollback(back.id))[0]).toBe('ROLLBACK_OF_ROLLBACK');
    expect(codesOf(await line().rollback(bad.id))).toEqual(['ROLLBACK_NOT_CURRENT']);
  });

  test('when it does not undo what runs now', async () => {
    const first = await deployThrough(line(), { version: '1.0.0' });
    const second = await deployThrough(line(), { version: '2.0.0' });
    const refused = await line().rollback(first.id);
    expect(codesOf(refused)).toEqual(['ROLLBACK_NOT_CURRENT']);
    expect(refused.kind === 'refused' && refused.refusals[0].hint).toContain(second.id);
  });

  test('while another rollback of the same deployment is under way', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const bad = await deployThrough(line(), { version: '2.0.0' });
    const back = bodyOf(await line().rollback(bad.id));
    expect(codesOf(await line().rollback(bad.id))).toEqual(['ROLLBACK_IN_PROGRESS', 'CONCURRENCY_LIMIT_REACHED']);
    await endAs(line(), back.id, 'FAILED');
    expect((await line().rollback(bad.id)).kind).toBe('answered');
  });

  test('when the artifact of its target is gone; no older one is taken instead', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    await deployThrough(line(), { version: '2.0.0' });
    const bad = await deployThrough(line(), { version: '3.0.0' });
    line().missingArtifacts.add('s3://artifacts/demo-service/demo-service-1.0.0.zip');
    expect(codesOf(await line().rollback(bad.id))).toEqual(['ARTIFACT_NOT_FOUND']);
  });

  test('when it is asked for by somebody else', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const bad = await deployThrough(line(), { version: '2.0.0' });
    expect(codesOf(await line().rollback(bad.id, { caller: aStranger() }))).toEqual(['DELIVERY_GROUP_SCOPE_REQUIRED']);
    expect(codesOf(await line().rollback('01K00000000000000000009999'))).toEqual(['NOT_FOUND']);
  });
});

describe('taking over from a deployment in flight', () => {
  const line = useLine();
  const inFlight = async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const { id } = bodyOf(await line().deploy({ version: '2.0.0' }));
    line().move(5);
    await line().handOver(id);
    line().move(5);
    await line().follow(id);
    return id;
  };

  test.each(['CANCELED', 'FAILED', 'SUCCEEDED'] as const)(
    'waits for it to end (%s), then gets its place in the same commit',
    async (status) => {
      const id = await inFlight();
      line().engine.ignoreCancels(true);
      const back = bodyOf(await line().rollback(id));
      expect(back).toMatchObject({ state: 'PENDING', waitsFor: id, rollbackOf: id, version: '1.0.0' });
      expect(line().asked).toContain(id);
      expect(await line().record(id)).toMatchObject({ cancelRequested: true, state: 'ACTIVE' });
      expect(await line().holders()).toEqual([id]);
      expect(await line().handOver(back.id)).toMatchObject({ status: 'WAITING' });
      expect(line().engine.of(back.id)).toEqual([]);

      line().move(5);
      await line().follow(id);
      expect(line().engine.of(id)[0]?.cancels).toBe(1);
      line().move(5);
      line().engine.move(id, { status });
      await line().follow(id);
      expect((await line().record(id)).state).toBe(status);
      expect(await line().holders()).toEqual([back.id]);
      const lane = await line().lane();
      expect([lane?.inFlight?.deploymentId, lane?.waiting]).toEqual([back.id, undefined]);

      expect((await endAs(line(), back.id)).state).toBe('SUCCEEDED');
      expect((await line().lane())?.running?.version).toBe('1.0.0');
      const original = await line().record(id);
      expect(original.rolledBackBy).toBe(back.id);
      expect(original.outcome).toBe(status === 'SUCCEEDED' ? 'ROLLED_BACK' : status);
    },
  );

  test.each<readonly [string, (id: string) => Promise<unknown>]>([
    [
      'a machine',
      (id) =>
        line()
          .observe(id)
          .then(() => line().finish(id)),
    ],
    ['the schedule', () => line().reconcile()],
    ['who heard of it', (id) => line().follow(id)],
  ])('begins when %s writes the end, however long its own machine would still wait', async (_, writeEnd) => {
    const id = await inFlight();
    line().engine.ignoreCancels(true);
    const back = bodyOf(await line().rollback(id));
    line().move(400);
    expect(await line().handOver(back.id)).toEqual({ status: 'WAITING', waitSeconds: 60 });
    line().engine.move(id, { status: 'CANCELED' });
    await writeEnd(id);
    expect((await line().record(id)).state).toBe('CANCELED');
    expect(line().engine.of(back.id)).toHaveLength(1);
    expect((await line().record(back.id)).state).not.toBe('PENDING');
  });

  test('leaves an end as it is when it cannot begin at once, and begins when it can', async () => {
    const id = await inFlight();
    line().engine.ignoreCancels(true);
    const back = bodyOf(await line().rollback(id));
    line().move(5);
    line().engine.move(id, { status: 'CANCELED' });
    line().engine.script('timeout before');
    await line().follow(id);
    expect((await line().record(id)).state).toBe('CANCELED');
    expect((await line().record(back.id)).state).toBe('PENDING');
    line().move(100);
    await line().handOver(back.id);
    expect(line().engine.of(back.id)).toHaveLength(1);
  });

  test('is possible once, whatever is asked for again', async () => {
    const id = await inFlight();
    bodyOf(await line().rollback(id));
    expect(codesOf(await line().rollback(id))[0]).toBe('ROLLBACK_IN_PROGRESS');
    expect(codesOf(await line().deploy({ version: '3.0.0' }))).toEqual(['CONCURRENCY_LIMIT_REACHED']);
  });

  test('that is itself canceled leaves the place to the other', async () => {
    const id = await inFlight();
    const back = bodyOf(await line().rollback(id));
    expect(bodyOf(await line().cancel(back.id)).state).toBe('CANCELED');
    expect(await line().used('rollback')).toBe(0);
    expect(await line().holders()).toEqual([id]);
    line().move(5);
    await line().follow(id);
    line().move(5);
    await line().follow(id);
    expect((await line().record(id)).state).toBe('CANCELED');
    expect(await line().holders()).toEqual([]);
  });

  test('of one that the engine never heard of does not let it start', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const { id } = bodyOf(await line().deploy({ version: '2.0.0' }));
    const back = bodyOf(await line().rollback(id));
    await line().handOver(id);
    expect(line().engine.of(id)).toEqual([]);
    expect(await line().record(id)).toMatchObject({ state: 'CANCELED', quota: { refunded: true } });
    expect(await line().holders()).toEqual([back.id]);
    expect((await endAs(line(), back.id)).state).toBe('SUCCEEDED');
  });
});
