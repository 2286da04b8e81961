import { describe, expect, test } from 'vitest';
import { problemCodes } from '../../lib/contract/codes.ts';
import { operationTable } from '../../lib/contract/operations.generated.ts';
import { problem } from '../../lib/contract/problem.ts';
import { deploymentsCancel } from '../../lib/contract/routes/deployments/cancel.ts';
import { deploymentsCreate } from '../../lib/contract/routes/deployments/create.ts';
import { deploymentsGet } from '../../lib/contract/routes/deployments/get.ts';
import { deploymentsList } from '../../lib/contract/routes/deployments/list.ts';
import { mutationEndpoint, readEndpoint } from '../../lib/http/endpoint.ts';
import { unknownRoute } from '../../lib/http/unknown-route.ts';
import { cancel } from '../../lib/usecases/cancel.ts';
import { deploy } from '../../lib/usecases/deploy.ts';
import { getDeployment, listDeployments } from '../../lib/usecases/reading/deployments.ts';
import { aDeliveryGroup } from '../builders/config.ts';
import { anAdmin, anObserver, aPublisher, aStranger } from '../usecases/callers.ts';
import { anIntent, bodyOf, deployThrough, useLine } from '../usecases/line.ts';
import { call, type Sent } from './gateway.ts';
import { needsOf } from './needs.ts';
import { keepRequestLog } from './request-log.ts';

const key = { 'idempotency-key': 'key-1' };

keepRequestLog();

describe('An answer', () => {
  const line = useLine();
  const create = (sent: Sent) =>
    call(
      mutationEndpoint(deploymentsCreate, needsOf(line()), (request) => deploy(line().world, request)),
      { method: 'POST', path: '/v1/deployments', headers: key, body: anIntent(), ...sent },
    );
  const get = (sent: Sent) =>
    call(
      readEndpoint(deploymentsGet, needsOf(line()), ({ caller, params }) =>
        getDeployment(line().world, { caller, id: params.id }),
      ),
      sent,
    );

  test('to a change is as the contract says, and is not to be kept', async () => {
    const { status, headers, body } = await create({});
    expect(status).toBe(201);
    expect(deploymentsCreate.response.parse(body)).toEqual(body);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  });

  test('always carries the id of the request', async () => {
    for (const answer of [await create({}), await create({ headers: {} }), await create({ caller: 'nobody' })]) {
      expect(answer.headers['x-request-id']).toBe(answer.requestId);
      if (answer.status >= 400) expect(answer.body.requestId).toBe(answer.requestId);
    }
  });

  test('that explains a problem has the shape of RFC 9457', async () => {
    const { status, headers, body } = await create({ body: anIntent({ version: '9.9.9' }) });
    expect(headers['content-type']).toBe('application/problem+json');
    expect(problem.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      type: expect.stringMatching(/^\/docs.*version-not-found$/),
      title: problemCodes.VERSION_NOT_FOUND.title,
      status,
      instance: '/v1/deployments',
    });
  });

  test('to a reader has an ETag, and is not sent again to whom has it', async () => {
    const { id } = await deployThrough(line());
    const first = await get({ params: { id } });
    const { etag = '' } = first.headers;
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    expect(first.headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'Authorization' });
    for (const header of [etag, `"other", ${etag}`]) {
      const again = await get({ params: { id }, headers: { 'if-none-match': header } });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
    }
    expect((await get({ params: { id }, headers: { 'if-none-match': '"other"' } })).status).toBe(200);
    expect((await get({ params: { id }, caller: anAdmin() })).headers.etag).not.toBe(etag);
    await deployThrough(line(), { version: '2.0.0' });
    expect((await get({ params: { id }, headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  test('about something in flight says when to look again, and has the engine looked at in the background', async () => {
    const { id } = bodyOf(await line().deploy());
    expect((await get({ params: { id } })).headers['poll-after']).toBe('2');
    expect(line().asked).toEqual([]);
    await line().handOver(id);
    await get({ params: { id } });
    expect(line().asked).toEqual([id]);
    await line().follow(id);
    await get({ params: { id } });
    expect(line().asked, 'it was looked at a moment ago').toEqual([id]);
  });

  test('says when to try again what time alone will cure', async () => {
    await line().switchChanges({});
    expect((await create({})).headers['retry-after']).toBe('60');
    await line().switchChanges({ mutationsDisabled: false, epoch: 2 });
    const quotaKey = { deliveryGroupId: 'demo', environment: 'sandbox', day: '2026-11-21', kind: 'deploy' } as const;
    for (let used = 0; used < 25; used += 1) {
      await line().store.commit({ quota: { kind: 'claim', key: quotaKey, limit: 25 } });
    }
    const { status, headers } = await create({});
    expect([status, headers['retry-after']]).toEqual([429, String(12 * 3600)]);
    for (let used = 0; used < 25; used += 1) await line().store.commit({ quota: { kind: 'refund', key: quotaKey } });
    const none = { maxConcurrentDeployments: 1, dailyDeployQuota: 0, dailyRollbackQuota: 0 };
    await line().configure({ deliveryGroups: [aDeliveryGroup({ guardrails: none, revision: 2 })] });
    const never = await create({});
    expect([never.status, never.headers['retry-after']]).toEqual([429, undefined]);
    await line().configure({ deliveryGroups: [aDeliveryGroup({ revision: 3 })] });
  });
});

describe('A denial', () => {
  const line = useLine();
  const doors = {
    create: (sent: Sent) =>
      call(
        mutationEndpoint(deploymentsCreate, needsOf(line()), (request) => deploy(line().world, request)),
        { method: 'POST', path: '/v1/deployments', headers: key, body: anIntent(), ...sent },
      ),
    cancel: (sent: Sent) =>
      call(
        mutationEndpoint(deploymentsCancel, needsOf(line()), (request) => cancel(line().world, request)),
        { method: 'POST', headers: key, ...sent },
      ),
    list: (sent: Sent) =>
      call(
        readEndpoint(deploymentsList, needsOf(line()), (request) => listDeployments(line().world, request)),
        sent,
      ),
  };
  const denials = async () =>
    (await line().audit())
      .filter(({ outcome }) => outcome === 'DENIED')
      .map(({ eventType, code, actorId, actorRole }) => [eventType, code, actorId, actorRole]);

  test('is put on record once, with who, what and why', async () => {
    const { requestId } = await doors.create({ body: anIntent({ version: '9.9.9' }) });
    expect((await line().audit()).at(-1)).toMatchObject({
      eventType: 'DEPLOY_DENIED',
      outcome: 'DENIED',
      code: 'VERSION_NOT_FOUND',
      actorId: 'auth0|owner',
      serviceName: 'demo-service',
      environment: 'sandbox',
      requestId,
    });
    expect(await denials()).toHaveLength(1);
  });

  test('of a role, of the kill switch, of a scope and every conflict is on record', async () => {
    const { id } = await deployThrough(line());
    await doors.create({ caller: anObserver() });
    await doors.create({ caller: aStranger() });
    await doors.cancel({ params: { id } });
    await doors.list({ caller: aPublisher() });
    await doors.list({ caller: aStranger(), query: { deliveryGroupId: 'demo' } });
    await line().switchChanges({});
    await doors.create({ headers: { 'idempotency-key': 'key-2' } });
    expect(await denials()).toEqual([
      ['DEPLOY_DENIED', 'ROLE_FORBIDDEN', 'auth0|observer', 'OBSERVER'],
      ['DEPLOY_DENIED', 'DELIVERY_GROUP_SCOPE_REQUIRED', 'auth0|stranger', 'DELIVERY_OWNER'],
      ['CANCEL_DENIED', 'NOT_CANCELABLE', 'auth0|owner', 'DELIVERY_OWNER'],
      ['ACCESS_DENIED', 'ROLE_FORBIDDEN', 'repo:demo/service', 'CI_PUBLISHER'],
      ['ACCESS_DENIED', 'DELIVERY_GROUP_SCOPE_REQUIRED', 'auth0|stranger', 'DELIVERY_OWNER'],
      ['DEPLOY_DENIED', 'MUTATIONS_DISABLED', 'auth0|owner', 'DELIVERY_OWNER'],
    ]);
    expect((await line().audit()).find(({ eventType }) => eventType === 'CANCEL_DENIED')).toMatchObject({
      targetType: 'Deployment',
      targetId: id,
    });
  });

  test('is not what was merely malformed, without key, not found, or asked by nobody', async () => {
    await doors.create({ body: '{' });
    await doors.create({ headers: {} });
    await doors.create({ caller: 'nobody' });
    await doors.cancel({ params: { id: '01K00000000000000000009999' } });
    expect(await denials()).toEqual([]);
  });

  test('is on record before its answer leaves: without the record there is no such answer', async () => {
    const { store } = line().world;
    const commit = store.commit.bind(store);
    Object.assign(store, {
      commit: async (change: Parameters<typeof commit>[0]) => {
        if (change.audit?.some(({ outcome }) => outcome === 'DENIED')) throw new Error('The audit is out of reach');
        return commit(change);
      },
    });
    expect((await doors.create({ caller: anObserver() })).status).toBe(500);
  });
});

describe('What no route answers', () => {
  const known = unknownRoute(Object.values(operationTable));

  test('is not found, or says what the resource can do', async () => {
    expect(await call(known, { method: 'GET', path: '/v1/nothing' })).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND', instance: '/v1/nothing' },
    });
    const deployment = await call(known, { method: 'PATCH', path: '/v1/deployments/01K00000000000000000000001' });
    expect([deployment.status, deployment.headers.allow, deployment.body.code]).toEqual([
      405,
      'GET',
      'METHOD_NOT_ALLOWED',
    ]);
    const all = await call(known, { method: 'PUT', path: '/v1/deployments' });
    expect([all.status, all.headers.allow]).toEqual([405, 'GET, POST']);
    expect(problem.parse(all.body)).toEqual(all.body);
  });

  test('knows the signed paths, and only those there are', async () => {
    expect((await call(known, { method: 'PUT', path: '/v1/signed/builds' })).headers.allow).toBe('GET');
    expect((await call(known, { method: 'PUT', path: '/v1/signed/deployments' })).status).toBe(404);
  });

  test('takes nothing in a path for a pattern', async () => {
    for (const path of ['/v1/deployments/a/b/c', '/v1/deployments/', '/v1/xdeployments', '/v1/deployments/a/cancel/']) {
      expect((await call(known, { method: 'POST', path })).status, path).toBe(404);
    }
  });
});
