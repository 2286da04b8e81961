import { describe, expect, test } from 'vitest';
import { aMapping, aRecipe } from '../builders/config.ts';
import { bodyOf, codesOf, configurationOf, deployThrough, useLine } from '../usecases/line.ts';

const forAnother = configurationOf({ recipes: [aRecipe({ engine: aMapping({ type: 'conveyor' }), revision: 2 })] });

describe('A recipe for another engine than the one of the plane', () => {
  const line = useLine();

  test('is refused as soon as the plane knows its engine, and its kind is not given away', async () => {
    await line().reconcile();
    await line().configure(forAnother);
    const refused = await line().deploy();
    expect(codesOf(refused)).toEqual(['RECIPE_INCOMPATIBLE']);
    expect(JSON.stringify(refused)).not.toMatch(/conveyor|scripted/);
    expect(bodyOf(await line().validate()).refusals).toMatchObject([{ code: 'RECIPE_INCOMPATIBLE' }]);
    expect(line().engine.calls).toEqual([]);
  });

  test('is never handed over either: what was admitted fails, with its quota back', async () => {
    await line().configure(forAnother);
    const { id } = bodyOf(await line().deploy());
    expect(await line().handOver(id)).toEqual({ status: 'HANDED_OVER' });
    expect(line().engine.calls).toEqual([]);
    expect(await line().record(id)).toMatchObject({
      state: 'FAILED',
      quota: { refunded: true },
      failures: [{ category: 'CONFIG', actionHint: expect.stringContaining('platform admin') }],
    });
    expect([await line().used(), await line().holders()]).toEqual([0, []]);
  });

  test('blocks a rollback that would need it', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const bad = await deployThrough(line(), { version: '2.0.0' });
    await line().reconcile();
    await line().configure(forAnother);
    expect(codesOf(await line().rollback(bad.id))).toEqual(['RECIPE_INCOMPATIBLE']);
  });
});

describe('An engine that was exchanged', () => {
  const line = useLine();

  test('is not asked for what the former one may have begun: that keeps its place and stalls', async () => {
    line().engine.script('timeout after');
    line().engine.showAfter(60);
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    const former = line().world;
    const engine = { ...former.engine, kind: 'successor' };
    const before = line().engine.calls.length;
    Object.assign(former, { engine });
    line().move(120);
    expect(await line().handOver(id)).toMatchObject({ status: 'WAITING' });
    line().move(3600);
    await line().reconcile();
    expect(
      line()
        .engine.calls.slice(before)
        .filter((call) => call === 'start' || call === 'cancel'),
    ).toEqual([]);
    expect(await line().record(id)).toMatchObject({ state: 'PENDING', stalled: true });
    expect(await line().holders()).toEqual([id]);
  });
});
