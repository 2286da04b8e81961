import { describe, expect, test } from 'vitest';
import { BREAKER_OPENS_AFTER } from '../../lib/domain/breaker.ts';
import { EngineFault, type EngineFaultKind } from '../../lib/ports/engine.ts';
import type { Signal } from '../../lib/ports/world.ts';
import { callEngine } from '../../lib/usecases/engine-call.ts';
import { useEmbeddedLine } from './line.ts';

describe('Calls to the engine', () => {
  const line = useEmbeddedLine();
  /** Another instance: it shares the table and nothing else. */
  const instance = (signals: Signal[] = []) => ({
    ...line().world,
    store: { ...line().world.store },
    tell: (signal: Signal) => void signals.push(signal),
  });
  const fails = (world = instance(), kind: EngineFaultKind = 'UNAVAILABLE', ambiguous = true) =>
    callEngine(world, () => Promise.reject(new EngineFault(kind, 'scripted', { ambiguous }))).catch(() => undefined);
  const succeeds = (world = instance()) => callEngine(world, async () => 'done');
  const breaker = async () => (await line().store.read({ breaker: 'plane' })).breaker;

  test('that go well cost no request to the table', async () => {
    const world = instance();
    const before = line().database.used.length;
    for (let calls = 0; calls < 10; calls += 1) await succeeds(world);
    expect(line().database.used).toHaveLength(before);
  });

  test('that fail are all counted, however many instances fail at once', async () => {
    line().engine.setDown(true);
    await Promise.all(Array.from({ length: BREAKER_OPENS_AFTER }, () => fails()));
    expect(await breaker()).toMatchObject({ state: 'open', failures: BREAKER_OPENS_AFTER });
  });

  test('that fail by turns with others that go well open nothing', async () => {
    const world = instance();
    for (let turns = 0; turns < 20; turns += 1) {
      await fails(world);
      await succeeds(world);
    }
    expect(await breaker()).toMatchObject({ state: 'closed', failures: 0 });
  });

  test('that fail now and then, each of another instance, open nothing among many that go well', async () => {
    for (let failures = 0; failures < 3 * BREAKER_OPENS_AFTER; failures += 1) {
      await fails(instance(), 'TIMEOUT');
      for (let calls = 0; calls < 10; calls += 1) await succeeds();
      line().move(9);
    }
    expect((await breaker())?.state).toBe('closed');
  });

  test('that fail at once are no row either as long as the engine itself answers', async () => {
    await Promise.all(Array.from({ length: 2 * BREAKER_OPENS_AFTER }, () => fails()));
    expect((await breaker())?.state).toBe('closed');
  });

  test('close what is open with the first that goes well, even while others fail', async () => {
    line().engine.setDown(true);
    const failed = instance();
    for (let calls = 0; calls < BREAKER_OPENS_AFTER; calls += 1) await fails(failed);
    await Promise.all([succeeds(failed), fails(), fails()]);
    const after = await breaker();
    expect(after?.state).toBe('closed');
    expect(after?.failures).toBeLessThanOrEqual(2);
  });

  test.each([
    ['CALL_FAILED', false],
    ['CALL_FAILED', true],
    ['FORBIDDEN', false],
  ] as const)(
    'that are refused (%s, ambiguous: %s) say nothing of the engine, in any number',
    async (kind, ambiguous) => {
      for (let calls = 0; calls < 3 * BREAKER_OPENS_AFTER; calls += 1) await fails(instance(), kind, ambiguous);
      expect(await breaker()).toBeUndefined();
    },
  );

  test.each(['UNAVAILABLE', 'TIMEOUT', 'UNAUTHORIZED', 'MISCONFIGURED'] as const)(
    'that cannot go well whatever is asked (%s) keep everybody from more',
    async (kind) => {
      line().engine.setDown(true);
      for (let calls = 0; calls < BREAKER_OPENS_AFTER; calls += 1) await fails(instance(), kind, false);
      expect(await breaker()).toMatchObject({ state: 'open', detail: kind });
    },
  );

  test('about nothing but the engine itself must not break it either', async () => {
    const broken = new EngineFault('CALL_FAILED', 'It answered 500', { ambiguous: true });
    for (let calls = 0; calls < BREAKER_OPENS_AFTER; calls += 1) {
      await callEngine(instance(), () => Promise.reject(broken), 'the engine').catch(() => undefined);
    }
    expect(await breaker()).toMatchObject({ state: 'open' });
  });

  test('tell operators of an engine that is lost and found, once each', async () => {
    const signals: Signal[] = [];
    const world = instance(signals);
    line().engine.setDown(true);
    for (let calls = 0; calls < 2 * BREAKER_OPENS_AFTER; calls += 1) await fails(world);
    await succeeds(world);
    await succeeds(world);
    expect(signals).toEqual([
      { kind: 'breaker', state: 'open' },
      { kind: 'breaker', state: 'closed' },
    ]);
  });

  test('fail by the fault of the engine, whatever the table does', async () => {
    const down = async () => Promise.reject(new Error('The table is down'));
    const world = { ...instance(), store: { ...line().world.store, read: down } };
    const fault = new EngineFault('TIMEOUT', 'too slow', { ambiguous: true });
    await expect(callEngine(world, () => Promise.reject(fault))).rejects.toBe(fault);
  });
});
