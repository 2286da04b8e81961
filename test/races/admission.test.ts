import { beforeEach, describe, expect, test } from 'vitest';
import { aDeliveryGroup, aService } from '../builders/config.ts';
import { bodyOf, deployThrough, endAs, useEmbeddedLine } from '../usecases/line.ts';
import { allAtOnce, seededChance, weathers } from './crowd.ts';

const names = Array.from({ length: 64 }, (_, index) => `service-${index}`);

describe.each(weathers)('A crowd of callers, with $name', ({ faults, crowd }) => {
  const line = useEmbeddedLine({
    services: [aService(), ...names.map((name) => aService({ name }))],
    deliveryGroups: [
      aDeliveryGroup({
        services: ['demo-service', ...names],
        guardrails: { maxConcurrentDeployments: 8, dailyDeployQuota: 1000, dailyRollbackQuota: 10 },
      }),
    ],
  });
  beforeEach(() => {
    Object.assign(line().database.dynamo.faults, { ...faults, random: seededChance(4711) });
  });
  const calm = () => {
    for (const key of ['conflictWindow', 'conflictRate', 'throttleRate', 'internalErrorRate'] as const) {
      line().database.dynamo.faults[key] = undefined;
    }
  };

  test('has one deployment of a service admitted', async () => {
    const { answers } = await allAtOnce(crowd, () => line().deploy());
    calm();
    expect(answers.admitted).toBe(1);
    expect((answers.byCode.CONCURRENCY_LIMIT_REACHED ?? 0) + (answers.byCode.CONTENTION ?? 0)).toBe(crowd - 1);
    expect(await line().deployments()).toHaveLength(1);
    expect(await line().used()).toBe(1);
  });

  test('has as many services admitted as the group has places', async () => {
    const { answers } = await allAtOnce(crowd, (index) => line().deploy({ service: names[index] ?? '' }));
    calm();
    expect(answers.admitted).toBe(8);
    expect((answers.byCode.CONCURRENCY_LIMIT_REACHED ?? 0) + (answers.byCode.CONTENTION ?? 0)).toBe(crowd - 8);
    expect(await line().holders()).toHaveLength(8);
    expect(await line().used()).toBe(8);
  });

  test('has as many admitted as the day has left', async () => {
    const guardrails = { maxConcurrentDeployments: 100, dailyDeployQuota: 5, dailyRollbackQuota: 10 };
    calm();
    await line().configure({
      deliveryGroups: [aDeliveryGroup({ services: ['demo-service', ...names], guardrails, revision: 2 })],
    });
    Object.assign(line().database.dynamo.faults, faults);
    const { answers } = await allAtOnce(12, (index) => line().deploy({ service: names[index] ?? '' }));
    calm();
    expect(answers.admitted).toBe(5);
    expect((answers.byCode.QUOTA_EXCEEDED ?? 0) + (answers.byCode.CONTENTION ?? 0)).toBe(12 - 5);
    expect(await line().used()).toBe(5);
  });

  test('has one effect and one answer when all send the same key', async () => {
    const { answers, results } = await allAtOnce(16, () => line().deploy({}, { key: 'the-same' }));
    calm();
    expect(answers.admitted + (answers.byCode.CONTENTION ?? 0)).toBe(16);
    expect(new Set(results.map((result) => JSON.stringify(bodyOf(result)))).size).toBe(1);
    expect(await line().deployments()).toHaveLength(1);
    expect(await line().used()).toBe(1);
    expect(await line().audit()).toHaveLength(1);
  });

  test('has one rollback of a deployment admitted', async () => {
    calm();
    await deployThrough(line(), { version: '1.0.0' });
    const bad = await deployThrough(line(), { version: '2.0.0' });
    Object.assign(line().database.dynamo.faults, faults);
    const { answers, results } = await allAtOnce(16, () => line().rollback(bad.id));
    calm();
    expect(answers.admitted).toBe(1);
    expect((answers.byCode.ROLLBACK_IN_PROGRESS ?? 0) + (answers.byCode.CONTENTION ?? 0)).toBe(15);
    const back = results.find(({ kind }) => kind === 'answered');
    if (!back) throw new Error('No rollback was admitted');
    expect((await endAs(line(), bodyOf(back).id)).state).toBe('SUCCEEDED');
    expect(await line().used('rollback')).toBe(1);
  });
});
