import { describe, expect, test } from 'vitest';
import { auditList } from '../../lib/contract/routes/audit/list.ts';
import { deploymentsCancel } from '../../lib/contract/routes/deployments/cancel.ts';
import { deploymentsCreate } from '../../lib/contract/routes/deployments/create.ts';
import { deploymentsGet } from '../../lib/contract/routes/deployments/get.ts';
import { mutationEndpoint, readEndpoint } from '../../lib/http/endpoint.ts';
import { ContentionFault } from '../../lib/ports/store.ts';
import { cancel } from '../../lib/usecases/cancel.ts';
import { deploy } from '../../lib/usecases/deploy.ts';
import { getDeployment } from '../../lib/usecases/reading/deployments.ts';
import { tellDenials } from '../../lib/usecases/tell-denials.ts';
import { anObserver, aStranger } from '../usecases/callers.ts';
import { anIntent, deployThrough, useLine } from '../usecases/line.ts';
import { call, type Sent } from './gateway.ts';
import { needsOf } from './needs.ts';
import { keepRequestLog } from './request-log.ts';

const line = useLine();
const log = keepRequestLog();
const headers = { 'idempotency-key': 'a-key-of-its-own' };

const doors = {
  create: (sent: Sent = {}) =>
    call(
      mutationEndpoint(deploymentsCreate, needsOf(line()), (request) => deploy(line().world, request)),
      { method: 'POST', headers, body: anIntent(), ...sent },
    ),
  cancel: (sent: Sent) =>
    call(
      mutationEndpoint(deploymentsCancel, needsOf(line()), (request) => cancel(line().world, request)),
      { method: 'POST', headers, ...sent },
    ),
  get: (sent: Sent) =>
    call(
      readEndpoint(deploymentsGet, needsOf(line()), ({ caller, params }) =>
        getDeployment(line().world, { caller, id: params.id }),
      ),
      sent,
    ),
};

const denied = async () => (await line().audit()).filter(({ outcome }) => outcome === 'DENIED');

describe('Denials on record', () => {
  test('are ten single events an hour, and one for all of them once the hour is over', async () => {
    for (let request = 0; request < 13; request += 1) {
      expect((await doors.create({ caller: anObserver() })).status).toBe(403);
    }
    expect((await denied()).map(({ eventType }) => eventType)).toEqual(Array(10).fill('DEPLOY_DENIED'));
    line().moveTo('2026-11-21T13:05:00.000Z');
    await tellDenials(line().world);
    expect((await denied()).at(-1)).toMatchObject({
      eventType: 'DENIALS_SUMMARY',
      actorId: 'auth0|observer',
      actorRole: 'OBSERVER',
      code: 'ROLE_FORBIDDEN',
      after: { hour: '2026-11-21T12', count: 13, singles: 10 },
    });
    line().move(1);
    expect((await doors.create({ caller: anObserver() })).status).toBe(403);
    expect((await denied()).at(-1)?.eventType).toBe('DEPLOY_DENIED');
  });

  test('name the delivery group that the decision was about, which the caller is not told', async () => {
    const { id } = await deployThrough(line());
    const answers = [
      await doors.create({ caller: aStranger() }),
      await doors.get({ caller: aStranger(), params: { id } }),
      await doors.cancel({ caller: aStranger(), params: { id } }),
      await doors.cancel({ params: { id } }),
      await doors.create({ body: anIntent({ version: '9.9.9' }) }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 409, 400]);
    expect((await denied()).map(({ deliveryGroupId }) => deliveryGroupId)).toEqual(Array(5).fill('demo'));
    for (const { text } of answers.slice(0, 3)) expect(text).not.toContain('"demo"');
    const { items } = await line().store.listAudit({ deliveryGroupId: 'demo', limit: 50 });
    expect(items.filter(({ outcome }) => outcome === 'DENIED')).toHaveLength(5);
  });

  test('are there for a change that was kept out by others for too long', async () => {
    const contended = mutationEndpoint(deploymentsCreate, needsOf(line()), async () => {
      throw new ContentionFault('Others were faster each time');
    });
    const answer = await call(contended, { method: 'POST', headers, body: anIntent() });
    expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([409, 'CONTENTION', '2']);
    expect(await denied()).toMatchObject([
      { eventType: 'DEPLOY_DENIED', code: 'CONTENTION', requestId: answer.requestId, serviceName: 'demo-service' },
    ]);
    expect(log.lines().at(-1)).toMatchObject({ status: 409, code: 'CONTENTION' });
  });

  test('of what only admins may do are called so', async () => {
    const list = readEndpoint(auditList, needsOf(line()), async () => ({ kind: 'answered', body: { items: [] } }));
    expect((await call(list)).status).toBe(403);
    expect(await denied()).toMatchObject([
      { eventType: 'ADMIN_DENIED', targetId: 'audit.list', code: 'ROLE_FORBIDDEN' },
    ]);
  });
});
