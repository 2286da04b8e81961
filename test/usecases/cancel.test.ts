import { describe, expect, test } from 'vitest';
import { anAdmin, aStranger } from './callers.ts';
import { bodyOf, codesOf, deployThrough, useLine } from './line.ts';

describe('canceling', () => {
  const line = useLine();

  test('ends at once what the engine cannot know of, and gives the quota back', async () => {
    const { id } = bodyOf(await line().deploy());
    const canceled = bodyOf(await line().cancel(id, { reason: 'Wrong version' }));
    expect(canceled).toMatchObject({ state: 'CANCELED', outcome: 'CANCELED', cancelRequested: true });
    expect(await line().holders()).toEqual([]);
    expect(await line().used()).toBe(0);
    expect((await line().timeline(id)).find(({ type }) => type === 'CANCEL_REQUESTED')).toMatchObject({
      actor: 'owner@example.com',
      detail: 'Wrong version',
    });
    expect((await line().audit()).at(-1)).toMatchObject({ eventType: 'CANCEL_SUBMIT', reason: 'Wrong version' });
    line().move(120);
    await line().handOver(id);
    await line().reconcile();
    expect(line().engine.calls).toEqual([]);
  });

  test('waits for the engine once that may have heard of it', async () => {
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    line().move(5);
    expect(bodyOf(await line().cancel(id))).toMatchObject({ state: 'ACTIVE', outcome: null, cancelRequested: true });
    expect(line().asked, 'the engine is to be told at once').toEqual([id]);
    expect(await line().holders()).toEqual([id]);
    await line().follow(id);
    expect(line().engine.of(id)[0]?.cancels).toBe(1);
    line().move(5);
    await line().follow(id);
    expect(await line().record(id)).toMatchObject({ state: 'CANCELED', quota: { refunded: false } });
    expect(await line().holders()).toEqual([]);
    expect(await line().used()).toBe(1);
  });

  test('is asked of the engine again when that does not react, and believes what it says in the end', async () => {
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    line().engine.ignoreCancels(true);
    bodyOf(await line().cancel(id));
    for (let looks = 0; looks < 10; looks += 1) {
      line().move(10);
      await line().follow(id);
    }
    expect(line().engine.of(id)[0]?.cancels).toBe(4);
    expect((await line().record(id)).state).not.toBe('CANCELED');
    line().move(10);
    line().engine.move(id, { status: 'SUCCEEDED' });
    await line().follow(id);
    expect(await line().record(id)).toMatchObject({ state: 'SUCCEEDED', cancelRequested: true });
  });

  test('of a start with an unknown end ends only when the search proves that there was none', async () => {
    line().engine.script('timeout before');
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    expect(bodyOf(await line().cancel(id)).state).toBe('PENDING');
    line().move(30);
    expect(await line().handOver(id)).toMatchObject({ status: 'WAITING' });
    expect((await line().record(id)).state).toBe('PENDING');
    line().move(61);
    await line().handOver(id);
    expect(await line().record(id)).toMatchObject({ state: 'CANCELED', quota: { refunded: true } });
    expect(await line().used()).toBe(0);
    expect(line().engine.executions).toEqual([]);
  });

  test('of a start with an unknown end stops what the search finds', async () => {
    line().engine.script('timeout after');
    line().engine.showAfter(20);
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    bodyOf(await line().cancel(id));
    line().move(91);
    expect(await line().handOver(id)).toEqual({ status: 'HANDED_OVER' });
    line().move(5);
    await line().follow(id);
    line().move(5);
    await line().follow(id);
    expect(await line().record(id)).toMatchObject({ state: 'CANCELED', quota: { refunded: false } });
  });

  test('twice is no fault, and is told once', async () => {
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    bodyOf(await line().cancel(id));
    bodyOf(await line().cancel(id));
    expect((await line().timeline(id)).filter(({ type }) => type === 'CANCEL_REQUESTED')).toHaveLength(1);
    expect((await line().audit()).filter(({ eventType }) => eventType === 'CANCEL_SUBMIT')).toHaveLength(2);
  });

  test('is refused for what has ended', async () => {
    const { id } = await deployThrough(line());
    const refused = await line().cancel(id);
    expect(codesOf(refused)).toEqual(['NOT_CANCELABLE']);
    expect(refused.kind === 'refused' && refused.refusals[0].hint).toBe('Roll it back instead.');
    const failed = await deployThrough(line(), { version: '2.0.0' }, 'FAILED');
    expect(codesOf(await line().cancel(failed.id))).toEqual(['NOT_CANCELABLE']);
  });

  test('is for owners of the group and for admins', async () => {
    const { id } = bodyOf(await line().deploy());
    expect(codesOf(await line().cancel(id, { caller: aStranger() }))).toEqual(['DELIVERY_GROUP_SCOPE_REQUIRED']);
    expect(codesOf(await line().cancel('01K00000000000000000009999'))).toEqual(['NOT_FOUND']);
    expect(bodyOf(await line().cancel(id, { caller: anAdmin() })).state).toBe('CANCELED');
  });
});
