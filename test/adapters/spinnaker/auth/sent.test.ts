import { describe, expect, test } from 'vitest';
import { deploymentsCreate } from '../../../../lib/contract/routes/deployments/create.ts';
import { orderOf } from '../../../../lib/domain/order.ts';
import { mutationEndpoint } from '../../../../lib/http/endpoint.ts';
import { deploy } from '../../../../lib/usecases/deploy.ts';
import { handOver } from '../../../../lib/usecases/hand-over.ts';
import { aRecord } from '../../../builders/records.ts';
import { call } from '../../../http/gateway.ts';
import { needsOf } from '../../../http/needs.ts';
import { keepRequestLog } from '../../../http/request-log.ts';
import { anIntent, bodyOf, useLine } from '../../../usecases/line.ts';
import { engineOf } from './configured.ts';
import { gateThat, type Seen, serve } from './servers.ts';

const ALLOWED = [
  'artifactRef',
  'changeSummary',
  'deploymentId',
  'environment',
  's3Bucket',
  's3Key',
  'service',
  'targetVersion',
  'version',
];
const HEADERS = [
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'host',
  'x-spinnaker-user',
];

const secrets = {
  DXCP_ENGINE_AUTH_SECRET: 'env-hunter2',
  AWS_SECRET_ACCESS_KEY: 'env-hunter3',
  AWS_SESSION_TOKEN: 'env-hunter4',
};
const engineAt = (url: string) =>
  engineOf({ '/engine/url': url, '/engine/auth/kind': 'bearer', '/engine/auth/secret': 'engine-token' });
const orderIn = (seen: readonly Seen[]): Seen => {
  const order = seen.find(({ method }) => method === 'POST');
  if (!order) throw new Error('Nothing was ordered');
  return order;
};

describe('What leaves DXCP for the engine', () => {
  test('is what definitions may read, whatever else a record holds', async () => {
    const gate = await serve(gateThat(() => true));
    const surprising = {
      ...aRecord(),
      password: 'hunter2',
      token: 'hunter2',
      environmentVariables: secrets,
      order: { ...aRecord().order, targetVersion: '0.9.0', parameters: { password: 'hunter2' }, secret: 'hunter2' },
    };
    const order = orderOf(surprising);
    const parameters = { ...order.parameters, password: 'hunter2', __proto__: { token: 'hunter2' }, env: secrets };
    const overfull = { ...order, parameters, headers: { 'x-spinnaker-accounts': 'hunter2' }, password: 'hunter2' };
    await (await engineAt(gate.url)).start(overfull);
    const { headers, body } = orderIn(gate.seen);
    const sent = JSON.parse(body) as { parameters: Record<string, unknown> };
    expect(Object.keys(sent).sort()).toEqual([
      'correlationId',
      'eventId',
      'notifications',
      'parameters',
      'type',
      'user',
    ]);
    expect(Object.keys(sent.parameters).sort()).toEqual(ALLOWED);
    expect(Object.values(sent.parameters).every((value) => typeof value === 'string')).toBe(true);
    expect(Object.keys(headers).sort()).toEqual(HEADERS);
    expect(JSON.stringify(gate.seen)).not.toContain('hunter');
  });

  const line = useLine();
  keepRequestLog();

  test('has nothing of the headers and secrets around the request, and names the person that DXCP knows', async () => {
    const before = { ...process.env };
    Object.assign(process.env, secrets);
    const gate = await serve(gateThat(() => true));
    const create = mutationEndpoint(deploymentsCreate, needsOf(line()), (request) => deploy(line().world, request));
    const { status, body } = await call(create, {
      method: 'POST',
      path: '/v1/deployments',
      headers: {
        'idempotency-key': 'key-1',
        'x-spinnaker-user': 'mallory',
        'x-spinnaker-accounts': 'prod',
        'x-spinnaker-anything': 'mallory',
        'x-spinnaker-token': 'mallory',
        'x-ratelimit-app': 'mallory',
      },
      body: anIntent(),
    });
    expect(status).toBe(201);
    const id = String(body.id);
    // The line's recipes are for the engine of its tests.
    const engine = { ...(await engineAt(gate.url)), kind: line().engine.kind };
    await handOver({ ...line().world, engine }, id);
    process.env = before;
    const { createdBy } = await line().record(id);
    const { headers } = orderIn(gate.seen);
    expect(headers['x-spinnaker-user']).toBe(createdBy.email);
    expect(headers.authorization).toBe('Bearer engine-token');
    expect(Object.keys(headers).sort()).toEqual(HEADERS);
    expect(JSON.stringify(gate.seen)).not.toMatch(/mallory|prod|hunter|the-secret-token/);
    bodyOf(await line().cancel(id));
  });
});
