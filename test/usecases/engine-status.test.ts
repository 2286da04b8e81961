import { describe, expect, test } from 'vitest';
import { EngineFault } from '../../lib/ports/engine.ts';
import { listApplications, listDefinitions, readEngineStatus } from '../../lib/usecases/reading/engine-status.ts';
import { createScriptedEngine } from '../ports/scripted-engine.ts';
import { bodyOf, useLine } from './line.ts';

describe('The state of the engine', () => {
  const line = useLine();
  const status = async (set: Partial<Parameters<typeof readEngineStatus>[0]> = {}) => {
    const times = [100, 142];
    return bodyOf(await readEngineStatus({ ...line(), timer: () => times.shift() ?? 0, ...set }));
  };

  test('is told with its health now and how long that took, before anything was ever asked', async () => {
    expect(await status()).toEqual({
      type: 'scripted',
      abilities: line().engine.abilities,
      breaker: { state: 'closed', failures: 0 },
      health: { ok: true, latencyMs: 42 },
    });
  });

  test('is told with what calls and the last reconciliation have come to', async () => {
    await line().deploy();
    line().engine.setDown(true);
    await line().reconcile();
    expect(await status()).toMatchObject({
      breaker: { state: 'closed', failures: 2, lastFault: 'UNAVAILABLE', failedAt: line().clock.now().toISOString() },
      pulse: { inFlight: 1, engineType: 'scripted', reconciledAt: line().clock.now().toISOString() },
      health: { ok: false, detail: 'The engine is down' },
    });
  });

  test('is an answer also where the engine cannot even be asked', async () => {
    const engine = {
      ...line().engine,
      health: async () => Promise.reject(new EngineFault('MISCONFIGURED', 'No address', { ambiguous: false })),
    };
    expect((await status({ engine })).health).toEqual({ ok: false, latencyMs: 42, detail: 'No address' });
  });

  test('writes nothing, whatever it finds', async () => {
    line().engine.setDown(true);
    await status();
    expect((await line().store.read({ breaker: 'plane' })).breaker).toBeUndefined();
  });
});

describe('What recipes may be mapped onto', () => {
  const clock = { now: () => new Date() };

  test('is listed by application, with one call each', async () => {
    const engine = createScriptedEngine(clock, { canary: { seconds: 1, end: 'SUCCEEDED' } });
    expect(bodyOf(await listApplications({ engine }))).toEqual({ items: [{ name: 'demo' }], total: 1 });
    expect(bodyOf(await listDefinitions({ engine }, 'demo'))).toEqual({
      application: 'demo',
      items: [{ name: 'canary', enabled: true }],
    });
  });

  test('ends somewhere, and says how many there are', async () => {
    const names = Array.from({ length: 2500 }, (_, number) => `app-${number}`);
    const engine = { ...createScriptedEngine(clock), applications: async () => names };
    const { items, total } = bodyOf(await listApplications({ engine }));
    expect([items.length, total]).toEqual([2000, 2500]);
  });
});
