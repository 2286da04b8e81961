import { describe, expect, test } from 'vitest';
import type { Observation } from '../../lib/ports/engine.ts';
import { hear } from '../../lib/usecases/hear.ts';
import { watch } from '../../lib/usecases/watch/watch.ts';
import { aDeliveryGroup, aService } from '../builders/config.ts';
import { bodyOf, type Line, useEmbeddedLine } from './line.ts';

const names = ['demo-service', 'second-service', 'third-service'];
const room = { maxConcurrentDeployments: 3, dailyDeployQuota: 25, dailyRollbackQuota: 10 };
const three = {
  services: names.map((name) => aService({ name })),
  deliveryGroups: [aDeliveryGroup({ services: names, guardrails: room })],
};

/** Handed over and looked at a moment ago. */
const underWay = async (line: Line, service = 'demo-service'): Promise<string> => {
  const { id } = bodyOf(await line.deploy({ service }));
  await line.handOver(id);
  await line.follow(id);
  return id;
};
const looks = (line: Line): number => line.engine.calls.filter((method) => method === 'observeMany').length;

/** The engine's answers stay on their way until they are let go. */
const delayAnswers = (line: Line): (() => void) => {
  const ask = line.engine.observeMany;
  const { promise, resolve } = Promise.withResolvers<void>();
  Object.assign(line.engine, {
    observeMany: async (watched: Parameters<typeof ask>[0]) => {
      const answer = await ask(watched);
      await promise;
      return answer;
    },
  });
  return () => {
    Object.assign(line.engine, { observeMany: ask });
    resolve();
  };
};

describe('What is heard of a deployment', () => {
  const line = useEmbeddedLine(three);

  test('leads to a look at once, although somebody looked a moment ago', async () => {
    const id = await underWay(line());
    line().engine.move(id, { status: 'SUCCEEDED' });
    await hear(line().world, { deploymentId: id });
    expect((await line().record(id)).state).toBe('SUCCEEDED');
  });

  test('never gets into the record itself: what the engine answers does', async () => {
    const id = await underWay(line());
    const executionId = line().engine.of(id)[0]?.id ?? '';
    const lie: Observation = {
      executionId,
      status: 'FAILED',
      failures: [{ category: 'APP', summary: 'a lie' }],
      warnings: ['another lie'],
    };
    line().engine.move(id, { status: 'RUNNING' });
    await hear(line().world, { deploymentId: id, executionId, observation: lie });
    expect((await line().record(id)).state).toBe('IN_PROGRESS');
    const told = JSON.stringify([await line().record(id), await line().timeline(id)]);
    expect(told).not.toContain('lie');
  });

  test('costs the engine nothing when it is of no deployment in flight, or of another execution', async () => {
    const id = await underWay(line());
    const ended = await underWay(line(), 'second-service');
    line().engine.move(ended, { status: 'SUCCEEDED' });
    await hear(line().world, { deploymentId: ended });
    const pending = bodyOf(await line().deploy({ service: 'third-service' })).id;
    const calls = line().engine.calls.length;
    const writes = line().database.used.filter(({ request }) => request === 'transact').length;
    for (const event of [
      { deploymentId: '01K00000000000000000009999' },
      { deploymentId: ended },
      { deploymentId: pending, executionId: 'execution-9' },
      { deploymentId: id, executionId: 'somebody-elses' },
    ]) {
      await hear(line().world, event);
    }
    expect(line().engine.calls).toHaveLength(calls);
    expect(line().database.used.filter(({ request }) => request === 'transact')).toHaveLength(writes);
  });

  test('may come late, twice and in any order', async () => {
    const id = await underWay(line());
    line().engine.move(id, { status: 'RUNNING', progress: { done: 1, total: 3, label: 'Deploy' } });
    await hear(line().world, { deploymentId: id });
    line().engine.move(id, { status: 'SUCCEEDED' });
    await hear(line().world, { deploymentId: id });
    const ended = await line().record(id);
    const calls = line().engine.calls.length;
    for (let again = 0; again < 3; again += 1) await hear(line().world, { deploymentId: id });
    expect(await line().record(id)).toEqual(ended);
    expect(line().engine.calls).toHaveLength(calls);
  });

  test('in a flood is a few looks, at all deployments together', async () => {
    const ids: string[] = [];
    for (const service of names) ids.push(await underWay(line(), service));
    for (const id of ids) line().engine.move(id, { status: 'SUCCEEDED' });
    const before = looks(line());
    const flood = ids.flatMap((id) => Array.from({ length: 40 }, () => hear(line().world, { deploymentId: id })));
    await Promise.all(flood);
    expect(looks(line()) - before).toBeLessThanOrEqual(4);
    for (const id of ids) expect((await line().record(id)).state).toBe('SUCCEEDED');
  });

  test('while a look is on its way leads to one more, so that no end is missed', async () => {
    const id = await underWay(line());
    const letGo = delayAnswers(line());
    const first = hear(line().world, { deploymentId: id });
    await expect.poll(() => looks(line())).toBe(1);
    line().engine.move(id, { status: 'SUCCEEDED' });
    await hear(line().world, { deploymentId: id });
    expect((await line().record(id)).state).not.toBe('SUCCEEDED');
    letGo();
    await first;
    expect((await line().record(id)).state).toBe('SUCCEEDED');
    expect(looks(line())).toBe(2);
  });

  test('is looked at by whoever watches, within a second', async () => {
    const id = await underWay(line());
    let heardAt = Number.NaN;
    let endedAt = Number.NaN;
    const started = line().clock.now().getTime();
    const sleep = async (ms: number) => {
      line().move(ms / 1000);
      const seconds = (line().clock.now().getTime() - started) / 1000;
      if (Number.isNaN(heardAt) && seconds > 6) {
        line().engine.move(id, { status: 'SUCCEEDED' });
        heardAt = seconds;
        await hear(line().world, { deploymentId: id });
      }
      if (Number.isNaN(endedAt) && (await line().record(id)).state === 'SUCCEEDED') endedAt = seconds;
    };
    await watch(line().world, { seconds: 30, sleep });
    const { finishedAt = '' } = await line().record(id);
    expect(Date.parse(finishedAt) - started).toBeLessThanOrEqual((heardAt + 1) * 1000);
  });
});
