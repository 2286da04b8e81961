import { beforeEach, describe, expect, test } from 'vitest';
import { ContentionFault } from '../../lib/ports/store.ts';
import { bodyOf, codesOf, deployThrough, useEmbeddedLine } from '../usecases/line.ts';
import { seededChance, weathers } from './crowd.ts';

/** Two of a kind and one against them: whoever comes first, the records agree at the end. */
describe.each(weathers)('Those who end a deployment at the same time, with $name', ({ faults }) => {
  const line = useEmbeddedLine();
  beforeEach(() => {
    line().database.dynamo.faults.random = seededChance(1138);
  });
  const storm = () => Object.assign(line().database.dynamo.faults, faults);
  const calm = () => {
    for (const key of ['conflictWindow', 'conflictRate', 'throttleRate', 'internalErrorRate'] as const) {
      line().database.dynamo.faults[key] = undefined;
    }
  };
  /** Everything at once; what was kept from writing for too long has not written. */
  const race = async (...runners: readonly (() => Promise<unknown>)[]) => {
    storm();
    const settled = await Promise.allSettled(runners.map((run) => run()));
    calm();
    for (const outcome of settled) {
      if (outcome.status === 'rejected' && !(outcome.reason instanceof ContentionFault)) throw outcome.reason;
    }
  };
  const eventsOf = async (type: string) => (await line().audit()).filter(({ eventType }) => eventType === type).length;

  test('finish it once, whether it is canceled meanwhile or not', async () => {
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    line().move(10);
    line().engine.move(id, { status: 'SUCCEEDED' });
    await race(
      () => line().finish(id),
      () => line().cancel(id),
      () => line().follow(id),
      () => line().reconcile(),
    );
    await line().finish(id);
    expect((await line().record(id)).state).toBe('SUCCEEDED');
    expect((await line().timeline(id)).filter(({ type }) => type === 'SLOT_RELEASED')).toHaveLength(1);
    expect(await line().holders()).toEqual([]);
    expect(codesOf(await line().cancel(id))).toEqual(['NOT_CANCELABLE']);
  });

  test('either cancel it before the engine hears of it, or wait for the engine', async () => {
    const { id } = bodyOf(await line().deploy());
    await race(
      () => line().cancel(id),
      () => line().handOver(id),
    );
    const { state } = await line().record(id);
    const started = line().engine.of(id).length;
    expect(state === 'CANCELED' ? started : 0).toBe(0);
    for (let looks = 0; looks < 6; looks += 1) {
      line().move(61);
      await line().reconcile();
    }
    expect((await line().record(id)).cancelRequested ? (await line().record(id)).state : 'CANCELED').toBe('CANCELED');
    expect(line().engine.of(id).length).toBeLessThanOrEqual(1);
  });

  test('let a rollback take over exactly what is still there', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const { id } = bodyOf(await line().deploy({ version: '2.0.0' }));
    await line().handOver(id);
    line().move(10);
    line().engine.move(id, { status: 'FAILED' });
    await race(
      () => line().rollback(id, { key: 'back' }),
      () => line().finish(id),
    );
    const back = bodyOf(await line().rollback(id, { key: 'back' }));
    await line().finish(id);
    expect((await line().record(id)).state).toBe('FAILED');
    expect(await line().holders()).toEqual([back.id]);
    expect(await eventsOf('ROLLBACK_SUBMIT')).toBe(1);
  });

  test('are overtaken by switching changes off, or overtake it', async () => {
    const { id } = bodyOf(await line().deploy());
    await race(
      () => line().switchChanges({}),
      () => line().handOver(id),
      () => line().handOver(id),
    );
    calm();
    await line().switchChanges({ epoch: 2 });
    line().move(100);
    await line().reconcile();
    line().move(100);
    await line().reconcile();
    const record = await line().record(id);
    expect(line().engine.of(id)).toHaveLength(record.state === 'CANCELED' ? 0 : 1);
    expect(record.quota.refunded).toBe(record.state === 'CANCELED');
  });
});
