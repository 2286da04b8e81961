import { describe, expect, test } from 'vitest';
import type { Signal } from '../../lib/ports/world.ts';
import { reconcile } from '../../lib/usecases/reconcile.ts';
import { bodyOf, deployThrough, useLine } from './line.ts';

const HOUR = 3600;

describe('an engine that takes one order twice', () => {
  const line = useLine();
  const statuses = (id: string) =>
    line()
      .engine.of(id)
      .map(({ status }) => status);
  const told = async (id: string) =>
    (await line().timeline(id)).flatMap(({ type, summary }) => (type === 'ENGINE_WARNING' ? summary : []));
  const events = async () =>
    (await line().audit()).filter(({ eventType }) => eventType === 'DUPLICATE_EXECUTION_CANCELED');
  const handedOver = async (script: 'accept two' | 'reset after two' = 'accept two') => {
    line().engine.script(script);
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    return id;
  };

  test('and answers once is found out when the search window has closed', async () => {
    const id = await handedOver();
    line().move(89);
    await line().reconcile();
    expect(statuses(id)).toEqual(['QUEUED', 'QUEUED']);
    line().move(1);
    await line().reconcile();
    expect(statuses(id)).toEqual(['QUEUED', 'CANCELED']);
    expect(await told(id)).toEqual(['A second execution of this deployment was found']);
    expect(await events()).toMatchObject([{ outcome: 'SUCCESS', targetId: id }]);
    line().move(60);
    await line().reconcile();
    expect(await told(id)).toHaveLength(2);
    expect(await events()).toHaveLength(1);
  });

  test('keeps its place until both have ended, however soon the first does', async () => {
    const id = await handedOver();
    line().engine.ignoreCancels(true);
    const [first, second] = line().engine.of(id);
    if (!first || !second) throw new Error('There are two');
    line().move(5);
    first.status = 'SUCCEEDED';
    for (let looks = 0; looks < 5; looks += 1) {
      line().move(10);
      await line().follow(id);
      expect(await line().record(id)).toMatchObject({ state: 'ACTIVE', outcome: null });
      expect(await line().holders()).toEqual([id]);
    }
    expect(second.cancels).toBe(5);
    second.status = 'FAILED';
    line().move(10);
    await line().follow(id);
    expect((await line().record(id)).state).toBe('SUCCEEDED');
    expect(await told(id)).toEqual([
      'A second execution of this deployment was found',
      'The execution that was one too many has ended',
    ]);
  });

  test('is followed at once, even while the second cannot be stopped', async () => {
    line().engine.fail('cancel', 'UNAVAILABLE', 2);
    const id = await handedOver('reset after two');
    expect(await line().record(id)).toMatchObject({ state: 'ACTIVE', executionId: 'execution-1' });
    expect(statuses(id)).toEqual(['QUEUED', 'QUEUED']);
    for (let passes = 0; passes < 2; passes += 1) {
      line().move(60);
      await line().reconcile();
    }
    expect(statuses(id)).toEqual(['QUEUED', 'CANCELED']);
    expect(await events()).toHaveLength(1);
  });

  test('tells of one that was over before it was found', async () => {
    const id = await handedOver();
    line().move(5);
    for (const execution of line().engine.of(id)) execution.status = 'SUCCEEDED';
    await line().follow(id);
    expect((await line().record(id)).state).toBe('SUCCEEDED');
    expect(await events()).toMatchObject([{ outcome: 'FAILED' }]);
    expect(line().engine.of(id)[1]?.cancels).toBe(0);
  });

  test('is stopped in both when it is canceled', async () => {
    const id = await handedOver('reset after two');
    bodyOf(await line().cancel(id));
    line().move(5);
    await line().follow(id);
    line().move(5);
    await line().follow(id);
    expect(statuses(id)).toEqual(['CANCELED', 'CANCELED']);
    expect((await line().record(id)).state).toBe('CANCELED');
  });
});

describe('a second execution that never ends', () => {
  const line = useLine();
  const given = 'An execution that was one too many is given up';
  const warnings = async (id: string) =>
    (await line().timeline(id)).flatMap(({ type, summary }) => (type === 'ENGINE_WARNING' ? summary : []));
  const pass = async (seconds: number, signals: Signal[] = []) => {
    line().move(seconds);
    await reconcile({ ...line().world, tell: (signal) => void signals.push(signal) });
  };
  /** One that follows the first of two executions, of which the second heeds nothing. */
  const beside = async () => {
    line().engine.ignoreCancels(true);
    line().engine.script('accept two');
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    await pass(90);
    return id;
  };

  test('is asked to stop for a day, and then given up: told once, counted, and its place is given away', async () => {
    const id = await beside();
    const [first, second] = line().engine.of(id);
    if (!first || !second) throw new Error('There are two');
    first.status = 'SUCCEEDED';
    const signals: Signal[] = [];
    for (const hours of [1, 12, 10.9]) {
      await pass(hours * HOUR, signals);
      expect(await line().holders()).toEqual([id]);
    }
    expect(second.cancels).toBeGreaterThanOrEqual(4);
    await pass(HOUR, signals);
    await pass(60, signals);
    expect(await line().record(id)).toMatchObject({ state: 'SUCCEEDED', handOver: { strays: [{ givenUp: true }] } });
    expect(await line().holders()).toEqual([]);
    expect(await line().unsettled()).toEqual([]);
    const asked = line().engine.calls.length;
    for (let passes = 0; passes < 3; passes += 1) await pass(60, signals);
    expect(line().engine.calls).toHaveLength(asked);
    expect((await warnings(id)).filter((summary) => summary === given)).toHaveLength(1);
    expect(signals.filter(({ kind }) => kind === 'strays given up')).toEqual([{ kind: 'strays given up', count: 1 }]);
  });

  test('also when the engine knows nothing of it any more, or cannot be asked about it', async () => {
    const id = await beside();
    const [first, second] = line().engine.of(id);
    if (!first || !second) throw new Error('There are two');
    line().engine.forget(second.id);
    first.status = 'SUCCEEDED';
    await pass(23 * HOUR);
    line().engine.fail('cancel', 'CALL_FAILED', 100);
    await pass(2 * HOUR);
    await pass(60);
    expect((await line().record(id)).state).toBe('SUCCEEDED');
    expect(await line().unsettled()).toEqual([]);
  });

  test('is asked to stop before it is given up, however late it was found', async () => {
    line().engine.fail('find', 'CALL_FAILED', 100);
    const id = await beside();
    await pass(23 * HOUR);
    expect(line().engine.of(id)[1]?.cancels).toBe(0);
    line().engine.fail('find', 'CALL_FAILED', 0);
    await pass(4 * HOUR);
    expect(line().engine.of(id)[1]?.cancels).toBe(1);
    expect((await line().record(id)).handOver.strays).toEqual([{ id: 'execution-2' }]);
    await pass(60);
    expect(line().engine.of(id)[1]?.cancels).toBe(2);
    expect((await line().record(id)).handOver.strays).toEqual([{ id: 'execution-2', givenUp: true }]);
  });
});

describe('the search for what nobody knows', () => {
  const line = useLine();
  const searches = () => line().engine.calls.filter((call) => call === 'find').length;

  test('costs one call of a deployment that takes its time', async () => {
    const { id } = bodyOf(await line().deploy());
    line().engine.runCourse({ seconds: 300, end: 'SUCCEEDED' });
    for (let passes = 0; passes < 10; passes += 1) {
      await line().reconcile();
      line().move(60);
    }
    expect((await line().record(id)).state).toBe('SUCCEEDED');
    expect(searches()).toBe(1);
  });

  test('costs two of one that ends sooner', async () => {
    await deployThrough(line());
    expect(searches()).toBe(1);
    for (let passes = 0; passes < 5; passes += 1) {
      line().move(60);
      await line().reconcile();
    }
    expect(searches()).toBe(2);
    expect(await line().unsettled()).toEqual([]);
  });

  test('holds an end back only as long as the window is open', async () => {
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    line().engine.fail('find', 'CALL_FAILED', 100);
    line().engine.move(id, { status: 'SUCCEEDED' });
    line().move(80);
    await line().follow(id);
    expect((await line().record(id)).state).toBe('ACTIVE');
    line().move(10);
    await line().follow(id);
    expect((await line().record(id)).state).toBe('SUCCEEDED');
    expect((await line().unsettled()).map((record) => record.id)).toEqual([id]);
  });

  test('is given up after a day, and then gives no quota back', async () => {
    line().engine.script('reject');
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    line().engine.fail('find', 'CALL_FAILED', 100);
    for (const hours of [1, 22]) {
      line().move(hours * HOUR);
      await line().reconcile();
      expect((await line().unsettled()).map((record) => record.id)).toEqual([id]);
    }
    line().move(2 * HOUR);
    await line().reconcile();
    expect(await line().unsettled()).toEqual([]);
    expect((await line().record(id)).quota.refunded).toBe(false);
  });

  test('stops what the engine does late although it has refused it, and gives no quota back', async () => {
    line().engine.showAfter(20);
    line().engine.script('reject though accepted');
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    expect((await line().record(id)).state).toBe('FAILED');
    line().move(90);
    await line().reconcile();
    expect(line().engine.of(id)).toMatchObject([{ status: 'CANCELED' }]);
    expect((await line().timeline(id)).at(-1)).toMatchObject({
      type: 'ENGINE_WARNING',
      summary: 'An execution turned up after this deployment had ended',
    });
    line().move(60);
    await line().reconcile();
    expect(await line().unsettled()).toEqual([]);
    expect((await line().record(id)).quota.refunded).toBe(false);
  });
});
