import { describe, expect, test } from 'vitest';
import { anEnvironment } from '../builders/config.ts';
import { anAdmin } from './callers.ts';
import { bodyOf, codesOf, deployThrough, endAs, useLine } from './line.ts';

describe('asking again with the same key', () => {
  const line = useLine();

  test('gives the same answer and has no further effect', async () => {
    const first = bodyOf(await line().deploy({}, { key: 'k' }));
    const again = await line().deploy({}, { key: 'k' });
    expect(again).toEqual({ kind: 'answered', body: first, replayed: true });
    expect(await line().deployments()).toHaveLength(1);
    expect(await line().used()).toBe(1);
    expect(await line().audit()).toHaveLength(1);
  });

  test('gives the answer of then, even when it has ended, policy has changed or changes are off', async () => {
    const first = bodyOf(await line().deploy({}, { key: 'k' }));
    await endAs(line(), first.id);
    await line().configure({ environments: [anEnvironment({ lifecycle: 'retired', revision: 2 })] });
    await line().switchChanges({});
    expect(await line().deploy({}, { key: 'k' })).toEqual({ kind: 'answered', body: first, replayed: true });
    expect(codesOf(await line().deploy({}))).toEqual(['MUTATIONS_DISABLED']);
  });

  test('for something else is a conflict', async () => {
    bodyOf(await line().deploy({ version: '1.0.0' }, { key: 'k' }));
    expect(codesOf(await line().deploy({ version: '2.0.0' }, { key: 'k' }))).toEqual(['IDEMPOTENCY_CONFLICT']);
  });

  test('by another caller, or for another operation, is another request', async () => {
    const { id } = bodyOf(await line().deploy({}, { key: 'k' }));
    expect(codesOf(await line().deploy({}, { key: 'k', caller: anAdmin() }))).toEqual(['CONCURRENCY_LIMIT_REACHED']);
    expect(bodyOf(await line().cancel(id, { key: 'k' })).state).toBe('CANCELED');
  });

  test('after a day is a new request', async () => {
    const first = await deployThrough(line());
    bodyOf(await line().deploy({ version: '2.0.0' }, { key: 'k' }));
    line().move(24 * 3600 - 1);
    expect(await line().deploy({ version: '2.0.0' }, { key: 'k' })).toMatchObject({ replayed: true });
    line().move(1);
    expect(codesOf(await line().deploy({ version: '2.0.0' }, { key: 'k' }))).toEqual(['CONCURRENCY_LIMIT_REACHED']);
    expect((await line().record(first.id)).state).toBe('SUCCEEDED');
  });

  test('after a refusal tries again: a refusal is not kept', async () => {
    const { id } = bodyOf(await line().deploy());
    expect(codesOf(await line().deploy({ version: '2.0.0' }, { key: 'k' }))).toEqual(['CONCURRENCY_LIMIT_REACHED']);
    await endAs(line(), id);
    const admitted = await line().deploy({ version: '2.0.0' }, { key: 'k' });
    expect(admitted).toMatchObject({ kind: 'answered', body: { version: '2.0.0' } });
    expect(admitted).not.toHaveProperty('replayed');
  });

  test('finds out what happened when the answer of the store was lost on the way', async () => {
    const { store } = line().world;
    const commit = store.commit.bind(store);
    let lost = false;
    Object.assign(store, {
      commit: async (change: Parameters<typeof commit>[0]) => {
        const committed = await commit(change);
        if (lost) return committed;
        lost = true;
        throw new Error('The connection broke after the commit');
      },
    });
    await expect(line().deploy({}, { key: 'k' })).rejects.toThrow('The connection broke');
    expect(await line().deploy({}, { key: 'k' })).toMatchObject({ kind: 'answered', replayed: true });
    expect(await line().deployments()).toHaveLength(1);
  });

  test('holds for rollbacks and cancels alike', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const bad = await deployThrough(line(), { version: '2.0.0' });
    const back = bodyOf(await line().rollback(bad.id, { key: 'r' }));
    expect(await line().rollback(bad.id, { key: 'r' })).toEqual({ kind: 'answered', body: back, replayed: true });
    const canceled = bodyOf(await line().cancel(back.id, { key: 'c' }));
    expect(await line().cancel(back.id, { key: 'c' })).toEqual({ kind: 'answered', body: canceled, replayed: true });
  });
});
