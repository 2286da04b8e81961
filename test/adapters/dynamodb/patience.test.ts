import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ContentionFault } from '../../../lib/ports/store.ts';
import { aLane, aRecord, idNumber } from '../../builders/records.ts';
import { type EmbeddedWorld, openEmbeddedWorld } from './embedded-world.ts';

let world: EmbeddedWorld;
beforeEach(async () => {
  world = await openEmbeddedWorld();
});
afterEach(() => world.close());

const waited = () => world.waits.reduce((sum, wait) => sum + wait, 0);

describe('a commit that is kept from happening', () => {
  test('is given up with a contention fault after at most eight seconds of waiting, nothing written', async () => {
    for (const fault of ['conflictRate', 'throttleRate'] as const) {
      world.waits.length = 0;
      world.dynamo.faults[fault] = 1;
      await expect(world.store.commit({ create: aRecord() })).rejects.toThrow(ContentionFault);
      world.dynamo.faults[fault] = 0;
      expect(waited()).toBeGreaterThan(5_000);
      expect(waited()).toBeLessThanOrEqual(8_000);
      expect(await world.store.readDeployments([idNumber(1)])).toEqual([]);
    }
  });

  test('waits longer each time, never twice the same', async () => {
    world.dynamo.faults.conflictRate = 1;
    await world.store.commit({ create: aRecord() }).catch(() => undefined);
    const { waits } = world;
    expect(waits.length).toBeGreaterThan(8);
    expect(waits[0]).toBeLessThan(20.1);
    expect(waits[4]).toBeGreaterThan(waits[0] ?? 0);
    expect(new Set(waits).size).toBe(waits.length);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
  });

  test('is not called contention while it may have been written', async () => {
    world.dynamo.faults.internalErrorRate = 1;
    const failure = await world.store.commit({ create: aRecord() }).catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(ContentionFault);
    expect(failure).toHaveProperty('name', 'InternalServerError');
  });
});

describe('an answer that is lost', () => {
  test('does not make a commit happen twice, nor seem to have failed', async () => {
    for (let number = 1; number <= 40; number += 1) {
      world.dynamo.faults.internalErrorRate = 0.6;
      const key = { deliveryGroupId: 'demo', environment: 'sandbox', day: '2026-11-21', kind: 'deploy' as const };
      const committed = await world.store.commit({
        create: aRecord({ id: idNumber(number) }),
        quota: { kind: 'claim', key, limit: 40 },
      });
      world.dynamo.faults.internalErrorRate = 0;
      expect(committed).toEqual({ ok: true });
      expect((await world.store.read({ deployQuota: key })).deployQuota).toBe(number);
    }
  });

  test('lets a repeated equal change be refused, as it is another commit', async () => {
    const change = { lane: { before: undefined, after: aLane() } };
    expect(await world.store.commit(change)).toEqual({ ok: true });
    expect(await world.store.commit(change)).toEqual({ ok: false, lost: ['lane'] });
  });
});

describe('reading while the table is throttled', () => {
  test('is waited out, and what a batch left unprocessed is asked for again', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => idNumber(index));
    for (const id of ids) await world.store.commit({ create: aRecord({ id }) });
    world.dynamo.faults.throttleRate = 0.5;
    const records = await world.store.readDeployments(ids);
    expect(records.map(({ id }) => id)).toEqual(ids);
    expect((await world.store.listDeployments({ service: 'demo-service', limit: 10 })).items).toHaveLength(10);
    expect(waited()).toBeGreaterThan(0);
  });
});

describe('a defect', () => {
  test('is thrown at once', async () => {
    world.client.destroy();
    const tooMany = Array.from({ length: 101 }, (_, index) => ({
      deploymentId: idNumber(index),
      entries: [],
    }));
    await expect(world.store.commit({ timeline: tooMany })).rejects.toThrow('less than or equal to 100');
    expect(world.waits).toEqual([]);
  });
});
