import { describe, expect, test } from 'vitest';
import { aDeliveryGroup, aService } from '../builders/config.ts';
import { anAdmin } from './callers.ts';
import { bodyOf, codesOf, deployThrough, endAs, place, useLine } from './line.ts';

describe('a deployment on its way', () => {
  const line = useLine();

  test('is admitted, handed over, observed and finished, and then is what runs', async () => {
    const { id, state, outcome } = bodyOf(await line().deploy({ version: '1.0.0' }));
    expect({ state, outcome }).toEqual({ state: 'PENDING', outcome: null });
    expect(await line().holders()).toEqual([id]);
    expect(line().engine.calls).toEqual([]);

    line().move(1);
    expect(await line().handOver(id)).toEqual({ status: 'HANDED_OVER' });
    expect((await line().record(id)).state).toBe('ACTIVE');

    line().move(1);
    line().engine.move(id, { status: 'RUNNING', progress: { done: 1, total: 3, label: 'Roll out' } });
    expect(await line().observe(id)).toMatchObject({ status: 'IN_FLIGHT' });
    const running = await line().record(id);
    expect(running).toMatchObject({ state: 'IN_PROGRESS', progress: { done: 1, total: 3, label: 'Roll out' } });

    line().move(60);
    line().engine.move(id, { status: 'SUCCEEDED', progress: { done: 3, total: 3, label: 'Verify' } });
    expect((await line().observe(id)).status).toBe('ENGINE_FINISHED');
    expect((await line().record(id)).state).toBe('IN_PROGRESS');
    expect((await line().finish(id)).status).toBe('DONE');

    const ended = await line().record(id);
    expect(ended).toMatchObject({ state: 'SUCCEEDED', outcome: 'SUCCEEDED', failures: [] });
    expect(await line().holders()).toEqual([]);
    expect(await line().used()).toBe(1);
    const lane = await line().lane();
    expect(lane?.inFlight).toBeUndefined();
    expect(lane?.running).toMatchObject({ deploymentId: id, version: '1.0.0' });
    expect(lane?.durations).toEqual([62]);
  });

  test('tells its whole story on the timeline, in order and without gaps', async () => {
    const { id } = await deployThrough(line());
    const events = await line().timeline(id);
    expect(events.map(({ type }) => type)).toEqual([
      'INTENT_SUBMITTED',
      'POLICY_PASSED',
      'QUOTA_CLAIMED',
      'SLOT_CLAIMED',
      'ENGINE_REQUESTED',
      'ENGINE_ACCEPTED',
      'ENGINE_FINISHED',
      'OUTCOME_SET',
      'RUNNING_STATE_UPDATED',
      'SLOT_RELEASED',
    ]);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(new Set(events.map(({ id: entry }) => entry)).size).toBe(events.length);
  });

  test('gives the engine an order whose ids follow from its own', async () => {
    const { id } = await deployThrough(line());
    const [execution] = line().engine.of(id);
    expect(execution?.order).toMatchObject({
      deploymentId: id,
      correlationId: `dxcp:${id}`,
      eventId: `dxcp-${id}`,
      application: 'demo',
      definition: 'deploy',
      parameters: { version: '1.0.0', s3Bucket: 'artifacts', s3Key: 'demo-service/demo-service-1.0.0.zip' },
    });
  });

  test('that fails says why, and leaves what runs as it was', async () => {
    const first = await deployThrough(line(), { version: '1.0.0' });
    const { id } = bodyOf(await line().deploy({ version: '2.0.0' }));
    await line().handOver(id);
    line().move(10);
    const failure = { category: 'APP', summary: 'It did not become healthy', evidence: 'pod crashed' } as const;
    line().engine.move(id, { status: 'FAILED', failures: [failure] });
    await line().follow(id);

    const failed = await line().record(id);
    expect(failed).toMatchObject({ state: 'FAILED', outcome: 'FAILED', evidence: ['pod crashed'] });
    expect(failed.failures).toEqual([
      expect.objectContaining({
        category: 'APP',
        summary: 'It did not become healthy',
        actionHint: expect.any(String),
      }),
    ]);
    expect((await line().timeline(id)).filter(({ type }) => type === 'FAILURE_OBSERVED')).toHaveLength(1);
    expect(await line().holders()).toEqual([]);
    expect(await line().used(), 'a failed deployment is used up').toBe(2);
    expect((await line().lane())?.running?.deploymentId).toBe(first.id);
    expect((await line().record(first.id)).outcome).toBe('SUCCEEDED');
  });

  test('that fails without a reason still has one, and a failed rollback says that it was one', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    const second = await deployThrough(line(), { version: '2.0.0' });
    const { failures } = await endAs(line(), bodyOf(await line().rollback(second.id)).id, 'FAILED');
    expect(failures.map(({ category }) => category)).toEqual(['ROLLBACK']);
    const { failures: own } = await deployThrough(line(), { version: '3.0.0' }, 'FAILED');
    expect(own.map(({ category }) => category)).toEqual(['UNKNOWN']);
  });

  test('supersedes what ran, which the lane remembers', async () => {
    const first = await deployThrough(line(), { version: '1.0.0' });
    const second = await deployThrough(line(), { version: '2.0.0' });
    const third = await deployThrough(line(), { version: '1.0.0' });
    expect(await line().record(first.id)).toMatchObject({ outcome: 'SUPERSEDED', supersededBy: second.id });
    expect(await line().record(second.id)).toMatchObject({ outcome: 'SUPERSEDED', supersededBy: third.id });
    expect((await line().timeline(first.id)).at(-1)?.type).toBe('SUPERSEDED');
    const lane = await line().lane();
    expect(lane?.running?.deploymentId).toBe(third.id);
    expect(lane?.previousGood.map(({ version }) => version)).toEqual(['2.0.0', '1.0.0']);
  });

  test('keeps the policy of its admission, whatever is configured later', async () => {
    const { id } = bodyOf(await line().deploy());
    const guardrails = { maxConcurrentDeployments: 5, dailyDeployQuota: 9, dailyRollbackQuota: 9 };
    await line().configure({ deliveryGroups: [aDeliveryGroup({ guardrails, revision: 2 })] });
    const { policySnapshot } = await endAs(line(), id);
    expect(policySnapshot).toMatchObject({ limits: { maxConcurrentDeployments: 1, dailyDeployQuota: 25 } });
  });

  test('ends as rolled back when the engine itself went back, and never runs', async () => {
    const first = await deployThrough(line(), { version: '1.0.0' });
    const second = await deployThrough(line(), { version: '2.0.0' }, 'ROLLED_BACK');
    expect(second).toMatchObject({ state: 'ROLLED_BACK', outcome: 'ROLLED_BACK' });
    expect((await line().lane())?.running?.deploymentId).toBe(first.id);
  });

  test('is followed no further once it has ended', async () => {
    const { id } = await deployThrough(line());
    line().move(120);
    await line().reconcile();
    const before = await line().record(id);
    line().engine.move(id, { status: 'FAILED' });
    line().move(120);
    expect((await line().observe(id)).status).toBe('DONE');
    expect((await line().finish(id)).status).toBe('DONE');
    expect(await line().handOver(id)).toEqual({ status: 'HANDED_OVER' });
    await line().reconcile();
    expect(await line().record(id)).toEqual(before);
  });
});

describe('places and quotas', () => {
  const line = useLine({
    services: [aService(), aService({ name: 'other-service' })],
    deliveryGroups: [
      aDeliveryGroup({
        services: ['demo-service', 'other-service'],
        guardrails: { maxConcurrentDeployments: 1, dailyDeployQuota: 2, dailyRollbackQuota: 1 },
      }),
    ],
  });

  test('let a second deployment of the group wait for the first to end', async () => {
    const { id } = bodyOf(await line().deploy());
    const refused = await line().deploy({ service: 'other-service' });
    expect(codesOf(refused)).toEqual(['CONCURRENCY_LIMIT_REACHED']);
    expect(refused.kind === 'refused' && refused.refusals[0].facts.holders).toMatchObject([{ deploymentId: id }]);
    await endAs(line(), id);
    expect((await line().deploy({ service: 'other-service' })).kind).toBe('answered');
  });

  test('name the deployment in flight when it is of the same service', async () => {
    const { id } = bodyOf(await line().deploy());
    const refused = await line().deploy({ version: '2.0.0' });
    expect(codesOf(refused)).toEqual(['CONCURRENCY_LIMIT_REACHED']);
    expect(refused.kind === 'refused' && refused.refusals[0].hint).toContain(id);
  });

  test('are used up at the limit of the day and start again at midnight', async () => {
    await deployThrough(line(), { version: '1.0.0' });
    await deployThrough(line(), { version: '2.0.0' });
    const refused = await line().deploy({ version: '3.0.0' });
    expect(codesOf(refused)).toEqual(['QUOTA_EXCEEDED']);
    expect(refused.kind === 'refused' && refused.refusals[0].allowedFrom).toBe('2026-11-22T00:00:00.000Z');
    line().moveTo('2026-11-22T00:00:00.000Z');
    expect((await line().deploy({ version: '3.0.0' })).kind).toBe('answered');
  });

  test('are given back on the day of the record when the engine never started', async () => {
    line().moveTo('2026-11-21T23:59:50.000Z');
    const { id } = bodyOf(await line().deploy());
    line().moveTo('2026-11-22T00:00:10.000Z');
    bodyOf(await line().cancel(id));
    const day = async (at: string) =>
      (await line().store.read({ deployQuota: { ...place, day: at, kind: 'deploy' } })).deployQuota;
    expect(await day('2026-11-21')).toBe(0);
    expect(await day('2026-11-22')).toBeUndefined();
  });

  test('are given back when the engine refused, once', async () => {
    line().engine.script('reject');
    const { id } = bodyOf(await line().deploy());
    await line().handOver(id);
    expect(await line().record(id)).toMatchObject({
      state: 'FAILED',
      failures: [{ category: 'CONFIG', summary: 'The definition is not known' }],
      evidence: ['no such definition'],
      quota: { refunded: false },
    });
    expect(await line().holders()).toEqual([]);
    line().move(89);
    await line().reconcile();
    expect(await line().used()).toBe(1);
    // Only now can nothing of it turn up in the engine any more.
    line().move(1);
    for (let passes = 0; passes < 2; passes += 1) {
      await line().reconcile();
      expect(await line().used()).toBe(0);
    }
    expect((await line().record(id)).quota.refunded).toBe(true);
  });

  test('are not given back to what the engine carried out, whatever its end', async () => {
    await deployThrough(line(), { version: '1.0.0' }, 'FAILED');
    await deployThrough(line(), { version: '1.0.0' }, 'CANCELED');
    expect(await line().used()).toBe(2);
  });
});

describe('what is put on record', () => {
  const line = useLine();

  test('is one event for each change, by the person who asked or by the plane', async () => {
    const first = await deployThrough(line(), { version: '1.0.0' });
    const second = await deployThrough(line(), { version: '2.0.0' });
    const back = bodyOf(await line().rollback(second.id, { caller: anAdmin() }));
    await endAs(line(), back.id);
    const events = await line().audit();
    expect(events.map(({ eventType, actorId, targetId }) => [eventType, actorId, targetId])).toEqual([
      ['DEPLOY_SUBMIT', 'auth0|owner', first.id],
      ['DEPLOYMENT_FINISHED', 'dxcp', first.id],
      ['DEPLOY_SUBMIT', 'auth0|owner', second.id],
      ['DEPLOYMENT_FINISHED', 'dxcp', second.id],
      ['ROLLBACK_SUBMIT', 'auth0|admin', back.id],
      ['DEPLOYMENT_FINISHED', 'dxcp', back.id],
    ]);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
  });

  test('is nothing when a deployment is refused', async () => {
    expect(codesOf(await line().deploy({ version: '9.9.9' }))).toEqual(['VERSION_NOT_FOUND']);
    expect(await line().deployments()).toEqual([]);
    expect(await line().holders()).toEqual([]);
    expect(await line().used()).toBe(0);
    expect(line().engine.calls).toEqual([]);
  });
});
