import { describe, expect, test } from 'vitest';
import { bodyOf, useLine } from './line.ts';

describe('handing a deployment over', () => {
  const line = useLine();
  const admitted = async () => bodyOf(await line().deploy()).id;

  test('writes down that a request leaves before it leaves', async () => {
    const id = await admitted();
    const release = line().engine.hold('start');
    const handing = line().handOver(id);
    await expect.poll(() => line().engine.calls).toEqual(['start']);
    expect((await line().record(id)).handOver).toMatchObject({
      leases: 1,
      firstRequestAt: '2026-11-21T12:00:00.000Z',
      leaseUntil: '2026-11-21T12:01:00.000Z',
    });
    expect(await line().handOver(id)).toMatchObject({ status: 'WAITING' });
    release();
    expect(await handing).toEqual({ status: 'HANDED_OVER' });
    expect(line().engine.of(id)).toHaveLength(1);
    expect((await line().record(id)).handOver.leaseUntil).toBeUndefined();
  });

  test('asks once, however many try at once', async () => {
    const id = await admitted();
    const handed = await Promise.all(Array.from({ length: 8 }, () => line().handOver(id)));
    expect(handed.filter(({ status }) => status === 'HANDED_OVER').length).toBeGreaterThan(0);
    expect(line().engine.of(id)).toHaveLength(1);
    expect((await line().timeline(id)).filter(({ type }) => type === 'ENGINE_ACCEPTED')).toHaveLength(1);
  });

  test('never asks again before the search window has closed', async () => {
    line().engine.script('timeout before');
    const id = await admitted();
    expect(await line().handOver(id)).toEqual({ status: 'WAITING', waitSeconds: 90 });
    line().move(89);
    expect(await line().handOver(id)).toEqual({ status: 'WAITING', waitSeconds: 1 });
    expect(line().engine.calls.filter((call) => call === 'start')).toHaveLength(1);
    line().move(1);
    expect(await line().handOver(id)).toEqual({ status: 'HANDED_OVER' });
    expect(line().engine.calls.filter((call) => call === 'start')).toHaveLength(2);
    expect((await line().record(id)).handOver.firstRequestAt).toBe('2026-11-21T12:00:00.000Z');
  });

  test('does not believe in a search that failed', async () => {
    line().engine.script('timeout after');
    line().engine.fail('find', 'UNAVAILABLE', 2);
    const id = await admitted();
    await line().handOver(id);
    line().move(91);
    expect(await line().handOver(id)).toMatchObject({ status: 'WAITING' });
    line().move(10);
    expect(await line().handOver(id)).toEqual({ status: 'HANDED_OVER' });
    expect(line().engine.of(id)).toHaveLength(1);
  });

  test('searches ever more seldom while that fails, and finds within a minute what is there', async () => {
    line().engine.script('timeout after');
    line().engine.fail('find', 'CALL_FAILED', 1000);
    const id = await admitted();
    const searches: number[] = [];
    let due = 0;
    const second = async (at: number) => {
      const before = line().engine.calls.length;
      if (at >= due) {
        const handed = await line().handOver(id);
        due = at + (handed.status === 'WAITING' ? handed.waitSeconds : Number.POSITIVE_INFINITY);
      }
      if (at % 60 === 30) await line().reconcile();
      if (line().engine.calls.slice(before).includes('find')) searches.push(at);
      line().move(1);
    };
    for (let at = 0; at < 600; at += 1) await second(at);
    expect(line().engine.calls.filter((call) => call === 'find').length).toBe(searches.length);
    expect(searches.length).toBeLessThan(22);
    expect(searches.filter((at) => at <= 15).length).toBeGreaterThanOrEqual(3);
    const pauses = searches.slice(1).map((at, index) => at - (searches[index] ?? 0));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60);

    line().engine.fail('find', 'CALL_FAILED', 0);
    for (let at = 600; at < 661; at += 1) await second(at);
    expect(line().engine.of(id)).toHaveLength(1);
    expect((await line().record(id)).executionId).toBe(line().engine.of(id)[0]?.id);
  }, 20_000);

  test('leaves the word to the newest attempt when an old one comes back with a refusal', async () => {
    line().engine.script('reject');
    const id = await admitted();
    const releaseFirst = line().engine.hold('start');
    const first = line().handOver(id);
    await expect.poll(() => line().engine.calls).toEqual(['start']);
    line().move(91);
    const releaseSecond = line().engine.hold('start');
    const second = line().handOver(id);
    await expect.poll(() => line().engine.calls).toEqual(['start', 'find', 'start']);
    releaseFirst();
    await first;
    expect((await line().record(id)).state).toBe('PENDING');
    releaseSecond();
    await second;
    expect((await line().record(id)).state).toBe('ACTIVE');
    expect(line().engine.of(id)).toHaveLength(1);
  });

  test('stops what an old attempt started after all, when a later one was faster', async () => {
    const id = await admitted();
    const releaseFirst = line().engine.hold('start');
    const first = line().handOver(id);
    await expect.poll(() => line().engine.calls).toEqual(['start']);
    line().move(91);
    const releaseSecond = line().engine.hold('start');
    const second = line().handOver(id);
    await expect.poll(() => line().engine.calls).toEqual(['start', 'find', 'start']);
    releaseSecond();
    await second;
    releaseFirst();
    await first;
    expect((await line().record(id)).executionId).toBe('execution-1');
    expect(
      line()
        .engine.of(id)
        .map(({ status }) => status),
    ).toEqual(['QUEUED', 'CANCELED']);
    const events = (await line().audit()).filter(({ eventType }) => eventType === 'DUPLICATE_EXECUTION_CANCELED');
    expect(events).toHaveLength(1);
  });
});

describe('an engine that cannot be reached', () => {
  const line = useLine();

  test('is known to all after five calls in a row, and then nothing new is admitted', async () => {
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    line().engine.setDown(true);
    const codes = async () => bodyOf(await line().validate()).refusals.map(({ code }) => code);
    for (let calls = 0; calls < 5; calls += 1) {
      expect(await codes()).toEqual(['CONCURRENCY_LIMIT_REACHED']);
      line().move(10);
      await line().follow(id);
    }
    expect(await codes()).toEqual(['CONCURRENCY_LIMIT_REACHED', 'ENGINE_UNAVAILABLE']);
    expect((await line().record(id)).state).toBe('ACTIVE');

    line().engine.setDown(false);
    line().move(10);
    await line().follow(id);
    expect(await codes()).toEqual(['CONCURRENCY_LIMIT_REACHED']);
    expect((await line().store.read({ breaker: 'plane' })).breaker).toMatchObject({ state: 'closed', failures: 0 });
  });

  test('is asked how it is when nothing else asks it', async () => {
    await line().store.commit({
      breaker: { before: undefined, after: { state: 'open', since: '2026-11-21T11:00:00.000Z', failures: 7 } },
    });
    line().engine.setDown(true);
    await line().reconcile();
    expect((await line().store.read({ breaker: 'plane' })).breaker?.state).toBe('open');
    line().engine.setDown(false);
    await line().reconcile();
    expect((await line().store.read({ breaker: 'plane' })).breaker?.state).toBe('closed');
    expect((await line().deploy()).kind).toBe('answered');
  });
});
