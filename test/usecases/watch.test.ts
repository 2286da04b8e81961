import { describe, expect, test } from 'vitest';
import { HINTS_AT_ONCE } from '../../lib/ports/store.ts';
import { hear } from '../../lib/usecases/hear.ts';
import { getDeployment } from '../../lib/usecases/reading/deployments.ts';
import { reconcile } from '../../lib/usecases/reconcile.ts';
import { createHints } from '../../lib/usecases/watch/hints.ts';
import type { Vigil } from '../../lib/usecases/watch/vigil.ts';
import { watch } from '../../lib/usecases/watch/watch.ts';
import { aDeliveryGroup, aService } from '../builders/config.ts';
import { anObserver } from './callers.ts';
import { bodyOf, type Line, useLine } from './line.ts';

const names = ['demo-service', 'second-service', 'third-service'];
const room = { maxConcurrentDeployments: 3, dailyDeployQuota: 25, dailyRollbackQuota: 10 };

const handedOver = async (line: Line, service = 'demo-service'): Promise<string> => {
  const { id } = bodyOf(await line.deploy({ service }));
  await line.handOver(id);
  return id;
};
const callsOf = (line: Line, wanted: string): number => line.engine.calls.filter((method) => method === wanted).length;

/** A vigil in the time of the line; `each` is done after every pause. */
const vigil = (line: Line, seconds: number, each: () => unknown = () => undefined): Vigil => ({
  seconds,
  sleep: async (ms) => {
    line.move(ms / 1000);
    await each();
  },
});

describe('Looking after many', () => {
  const many = Array.from({ length: 30 }, (_, index) => `service-${index}`);
  const line = useLine({
    services: many.map((name) => aService({ name })),
    deliveryGroups: [
      aDeliveryGroup({
        services: many,
        guardrails: { maxConcurrentDeployments: 30, dailyDeployQuota: 100, dailyRollbackQuota: 10 },
      }),
    ],
  });

  test('keeps the turn and the budget while the reasons of many failures are read', async () => {
    const ids: string[] = [];
    for (const name of many) ids.push(await handedOver(line(), name));
    line().engine.runCourse({ seconds: 5, end: 'FAILED' });
    line().move(10);
    let others = 0;
    const besides = async () => {
      const { observed } = await watch(line().world, { seconds: 0, sleep: async () => undefined });
      others += observed;
    };
    const started = line().clock.now().getTime();
    await watch(line().world, vigil(line(), 110, besides));
    for (const id of ids) expect((await line().record(id)).state).toBe('FAILED');
    expect((line().clock.now().getTime() - started) / 1000, 'seconds it took').toBeGreaterThan(45);
    expect(others, 'looked at by others meanwhile').toBe(0);
  });
});

describe('Looking after everything in flight', () => {
  const line = useLine({
    services: names.map((name) => aService({ name })),
    deliveryGroups: [aDeliveryGroup({ services: names, guardrails: room })],
  });

  test('asks every four seconds about all of it with one call, and knows of an end within five', async () => {
    const ids: string[] = [];
    for (const name of names) ids.push(await handedOver(line(), name));
    line().engine.runCourse({ seconds: 33, end: 'SUCCEEDED' });
    const started = line().clock.now().getTime();
    await watch(line().world, vigil(line(), 57));
    for (const id of ids) {
      const { state, finishedAt = '' } = await line().record(id);
      expect(state).toBe('SUCCEEDED');
      const lag = (Date.parse(finishedAt) - started) / 1000 - 33;
      expect(lag).toBeGreaterThanOrEqual(0);
      expect(lag).toBeLessThanOrEqual(5);
    }
    expect(callsOf(line(), 'observeMany')).toBe(10);
    expect(callsOf(line(), 'observe')).toBe(0);
  });

  test('ends when nothing is in flight any more, and costs one round trip when nothing is', async () => {
    const id = await handedOver(line());
    line().engine.runCourse({ seconds: 3, end: 'SUCCEEDED' });
    const started = line().clock.now().getTime();
    await reconcile(line().world, vigil(line(), 57));
    expect((await line().record(id)).state).toBe('SUCCEEDED');
    expect((line().clock.now().getTime() - started) / 1000).toBeLessThan(10);
    line().move(60);
    const calls = line().engine.calls.length;
    expect(await reconcile(line().world, vigil(line(), 57))).toMatchObject({ inFlight: 0, observed: 0 });
    expect(line().engine.calls).toHaveLength(calls);
  });

  test('writes nothing into a record of which there is no news, and says all the same when it was looked at', async () => {
    const id = await handedOver(line());
    line().engine.move(id, { status: 'RUNNING', progress: { done: 1, total: 3, label: 'Deploy' } });
    await watch(line().world, vigil(line(), 10));
    const before = await line().record(id);
    await watch(line().world, vigil(line(), 30));
    expect(await line().record(id)).toEqual(before);
    const shown = bodyOf(await getDeployment(line().world, { caller: anObserver(), id }));
    const age = line().clock.now().getTime() - Date.parse(shown.observedAt ?? '');
    expect(age).toBeLessThanOrEqual(5000);
    expect(line().asked).toEqual([]);
  });

  test('passes a request to stop on, and blames no engine that is well for what it cannot tell', async () => {
    const id = await handedOver(line());
    await line().cancel(id);
    line().engine.fail('observeMany', 'CALL_FAILED', 1000);
    await watch(line().world, vigil(line(), 60));
    expect(line().engine.of(id)[0]?.cancels).toBeGreaterThan(0);
    const { breaker } = await line().store.read({ breaker: 'plane' });
    expect(breaker?.state ?? 'closed').toBe('closed');
  });

  test('is one’s turn at a time: a second watcher asks nothing', async () => {
    await handedOver(line());
    line().engine.runCourse({ seconds: 600, end: 'SUCCEEDED' });
    let others = 0;
    const other = () => {
      others += 1;
      return watch(line().world, vigil(line(), 30));
    };
    await watch(line().world, vigil(line(), 20, other));
    expect(others).toBeGreaterThan(20);
    expect(callsOf(line(), 'observeMany')).toBe(5);
  });

  test('begins with the first deployment, before it is handed over', async () => {
    const { id } = bodyOf(await line().deploy());
    line().engine.runCourse({ seconds: 20, end: 'SUCCEEDED' });
    let pauses = 0;
    const machine = async () => {
      pauses += 1;
      if (pauses === 3) await line().handOver(id);
    };
    await hear(line().world, { deploymentId: id }, vigil(line(), 65, machine));
    const { state, createdAt, finishedAt = '' } = await line().record(id);
    expect(state).toBe('SUCCEEDED');
    expect((Date.parse(finishedAt) - Date.parse(createdAt)) / 1000).toBeLessThanOrEqual(1.5 + 20 + 5);
  });

  test('goes over from who was asked to the schedule without a gap', async () => {
    const id = await handedOver(line());
    line().engine.runCourse({ seconds: 50, end: 'SUCCEEDED' });
    const started = line().clock.now().getTime();
    let pass: Promise<unknown> = Promise.resolve();
    // Who was asked goes on for twenty seconds; a pass that begins in the tenth waits for its turn.
    const asked = vigil(line(), 20, () => {
      const seconds = (line().clock.now().getTime() - started) / 1000;
      if (seconds === 10) pass = reconcile(line().world, { seconds: 57, sleep: pausing });
    });
    const pausing = async (ms: number) => {
      const until = line().clock.now().getTime() + ms;
      await expect.poll(() => line().clock.now().getTime() >= until || asking.done, { interval: 1 }).toBe(true);
      if (asking.done) line().moveTo(new Date(until).toISOString());
    };
    const asking = { done: false };
    await watch(line().world, asked);
    asking.done = true;
    await pass;
    const { finishedAt = '' } = await line().record(id);
    expect((Date.parse(finishedAt) - started) / 1000).toBeLessThanOrEqual(50 + 5);
  });

  test('passes on when who had the turn has died', async () => {
    const id = await handedOver(line());
    line().engine.runCourse({ seconds: 10, end: 'SUCCEEDED' });
    const { store } = line().world;
    let dead = false;
    const death = async () => {
      dead = true;
      throw new Error('The process died');
    };
    const commit: typeof store.commit = (change) => (dead ? death() : store.commit(change));
    const world = { ...line().world, store: { ...store, commit } };
    await expect(watch(world, { seconds: 57, sleep: death })).rejects.toThrow('The process died');
    expect((await line().observe(id)).waitSeconds).toBe(60);
    line().move(46);
    await watch(line().world, vigil(line(), 0));
    expect((await line().record(id)).state).toBe('SUCCEEDED');
  });

  test('lets a machine rest, and look by itself as soon as nobody watches', async () => {
    const id = await handedOver(line());
    line().engine.runCourse({ seconds: 600, end: 'SUCCEEDED' });
    const waits: number[] = [];
    const machine = async () => void waits.push((await line().observe(id)).waitSeconds);
    await watch(line().world, vigil(line(), 6, machine));
    expect(new Set(waits)).toEqual(new Set([60]));
    expect(callsOf(line(), 'observe')).toBe(0);
    line().move(10);
    expect((await line().observe(id)).waitSeconds).toBe(5);
    expect(callsOf(line(), 'observe')).toBe(1);
  });

  test('asks an engine that is known to be out of reach only how it is, and goes on when it is well', async () => {
    const id = await handedOver(line());
    line().engine.setDown(true);
    await watch(line().world, vigil(line(), 30));
    expect((await line().store.read({ breaker: 'plane' })).breaker).toMatchObject({ state: 'open', failures: 5 });
    expect(callsOf(line(), 'observeMany')).toBe(5);
    const calls = line().engine.calls.length;
    expect(await line().observe(id)).toMatchObject({ status: 'IN_FLIGHT' });
    expect(line().engine.calls).toHaveLength(calls);
    line().engine.setDown(false);
    line().engine.move(id, { status: 'SUCCEEDED' });
    await watch(line().world, vigil(line(), 10));
    expect((await line().store.read({ breaker: 'plane' })).breaker).toMatchObject({ state: 'closed', failures: 0 });
    expect((await line().record(id)).state).toBe('SUCCEEDED');
  });
});

describe('What was heard', () => {
  test('is told once each, also when there is more of it than is read at once', async () => {
    const told: { at: string; token: string; deploymentId: string }[] = [];
    const now = new Date('2026-11-21T12:00:00.000Z');
    const store = {
      readHints: async (since: string) => told.filter(({ at }) => at >= since).slice(0, HINTS_AT_ONCE),
    };
    const hints = createHints({ store, clock: { now: () => now } });
    for (let index = 0; index < 2.5 * HINTS_AT_ONCE; index += 1) {
      const at = new Date(now.getTime() + index).toISOString();
      told.push({ at, token: `t-${index}`, deploymentId: `d-${index}` });
    }
    const heard: string[] = [];
    for (let reads = 0; reads < 6; reads += 1) heard.push(...(await hints()));
    expect(heard).toEqual(told.map(({ deploymentId }) => deploymentId));
  });
});
