import { describe, expect, test } from 'vitest';
import { EngineFault } from '../../lib/ports/engine.ts';
import { aDeliveryGroup, aService } from '../builders/config.ts';
import { bodyOf, useLine } from './line.ts';

const names = ['demo-service', 'second-service', 'third-service'];

describe('reconciliation', () => {
  const line = useLine({
    services: names.map((name) => aService({ name })),
    deliveryGroups: [
      aDeliveryGroup({
        services: names,
        guardrails: { maxConcurrentDeployments: 3, dailyDeployQuota: 25, dailyRollbackQuota: 10 },
      }),
    ],
  });
  const deployAll = async () => {
    const ids: string[] = [];
    for (const service of names) ids.push(bodyOf(await line().deploy({ service })).id);
    return ids;
  };
  const statesOf = (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await line().record(id)).state));

  test('carries deployments from intent to end without any machine', async () => {
    const ids = await deployAll();
    line().engine.runCourse({ seconds: 90, end: 'SUCCEEDED' });
    expect(await line().reconcile()).toMatchObject({ inFlight: 3, handedOver: 3, faults: 0 });
    expect(await statesOf(ids)).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS']);
    expect([...line().begun].sort()).toEqual(ids);
    line().move(120);
    expect(await line().reconcile()).toMatchObject({ inFlight: 3, handedOver: 0, observed: 3, faults: 0 });
    expect(await statesOf(ids)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(await line().reconcile()).toMatchObject({ inFlight: 0 });
  });

  test('asks about all in one call, and in full only about what has ended', async () => {
    const [first = ''] = await deployAll();
    await line().reconcile();
    line().move(91);
    await line().reconcile();
    line().move(60);
    line().engine.move(first, { status: 'FAILED', failures: [{ category: 'APP', summary: 'It crashed' }] });
    const before = line().engine.calls.length;
    await line().reconcile();
    expect(line().engine.calls.slice(before)).toEqual(['observeMany', 'observe']);
    expect((await line().record(first)).failures).toMatchObject([{ category: 'APP', summary: 'It crashed' }]);
  });

  test('helps the others when one cannot be helped', async () => {
    const [first = '', ...others] = await deployAll();
    await line().reconcile();
    line().engine.runCourse({ seconds: 1, end: 'SUCCEEDED' });
    line().move(60);
    const { store } = line().world;
    const commit = store.commit.bind(store);
    Object.assign(store, {
      commit: async (change: Parameters<typeof commit>[0]) => {
        if (change.updates?.some(({ before }) => before.id === first)) throw new Error('This one item is damaged');
        return commit(change);
      },
    });
    expect(await line().reconcile()).toMatchObject({ observed: 3, faults: 1 });
    expect(await statesOf([first, ...others])).toEqual(['ACTIVE', 'SUCCEEDED', 'SUCCEEDED']);
  });

  test('comes to all within some passes, also where a few take all the time of a pass', async () => {
    const ids = await deployAll();
    const { engine } = line();
    const start = engine.start.bind(engine);
    const stuck = new Set(ids.slice(0, 2));
    Object.assign(engine, {
      start: async (order: Parameters<typeof start>[0]) => {
        if (!stuck.has(order.deploymentId)) return start(order);
        line().move(45);
        throw new EngineFault('CALL_FAILED', 'It takes long', { ambiguous: true });
      },
    });
    for (let passes = 0; passes < 8; passes += 1) {
      await line().reconcile();
      line().move(60);
    }
    expect(engine.of(ids[2] ?? '')).toHaveLength(1);
  });

  test('tells of what is past its deadline, once, and frees no place for it', async () => {
    const [first = '', second = ''] = await deployAll();
    await line().reconcile();
    line().engine.forget(line().engine.of(first)[0]?.id ?? '');
    for (let passes = 0; passes < 3; passes += 1) {
      line().move(1801);
      await line().reconcile();
    }
    for (const id of [first, second]) {
      expect(await line().record(id)).toMatchObject({ stalled: true });
      expect((await line().timeline(id)).filter(({ type }) => type === 'STALLED')).toHaveLength(1);
    }
    expect(await line().holders()).toHaveLength(3);
    line().engine.runCourse({ seconds: 1, end: 'SUCCEEDED' });
    line().move(60);
    await line().reconcile();
    expect((await line().record(second)).state).toBe('SUCCEEDED');
    expect((await line().record(first)).state).not.toBe('SUCCEEDED');
  });

  test('twice at once does no more than once', async () => {
    const ids = await deployAll();
    line().engine.runCourse({ seconds: 90, end: 'SUCCEEDED' });
    await Promise.all([line().reconcile(), line().reconcile()]);
    line().move(120);
    await Promise.all([line().reconcile(), line().reconcile(), line().reconcile()]);
    expect(await statesOf(ids)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(line().engine.executions).toHaveLength(3);
    expect((await line().audit()).filter(({ eventType }) => eventType === 'DEPLOYMENT_FINISHED')).toHaveLength(3);
  });
});
