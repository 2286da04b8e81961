import { describe, expect, test } from 'vitest';
import { problem } from '../../lib/contract/problem.ts';
import { deploymentsCreate } from '../../lib/contract/routes/deployments/create.ts';
import { deploymentsValidate } from '../../lib/contract/routes/deployments/validate.ts';
import { servicesList } from '../../lib/contract/routes/services/list.ts';
import { mutationEndpoint, readEndpoint } from '../../lib/http/endpoint.ts';
import { deploy, validate } from '../../lib/usecases/deploy.ts';
import { listServices } from '../../lib/usecases/reading/configuration.ts';
import { planeSettings } from '../builders/config.ts';
import { anObserver, aPublisher, aStranger } from '../usecases/callers.ts';
import { anIntent, useLine } from '../usecases/line.ts';
import { call, type Received, type Sent } from './gateway.ts';
import { needsOf } from './needs.ts';
import { keepRequestLog } from './request-log.ts';

const MINUTE = '2026-11-21T12:00';
const limits = { readRpm: 4, mutateRpm: 2 };
const line = useLine({ settings: planeSettings({ limits }) });
const log = keepRequestLog();

const doors = {
  create: (sent: Sent = {}) =>
    call(
      mutationEndpoint(deploymentsCreate, needsOf(line()), (request) => deploy(line().world, request)),
      { method: 'POST', path: '/v1/deployments', headers: { 'idempotency-key': 'key-1' }, body: anIntent(), ...sent },
    ),
  validate: (sent: Sent = {}) =>
    call(
      readEndpoint(deploymentsValidate, needsOf(line()), (request) => validate(line().world, request)),
      { method: 'POST', body: anIntent(), ...sent },
    ),
  list: (sent: Sent = {}) =>
    call(
      readEndpoint(servicesList, needsOf(line()), ({ query }) => listServices(line().world, query)),
      sent,
    ),
};

const rateOf = ({ headers }: Received) => [headers['ratelimit-policy'], headers.ratelimit];
const repeat = async (times: number, door: () => Promise<Received>): Promise<readonly number[]> => {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1) statuses.push((await door()).status);
  return statuses;
};

describe('Every answer to a caller', () => {
  test('says how many more the minute allows, whatever became of the request', async () => {
    line().moveTo(`${MINUTE}:18.400Z`);
    expect(rateOf(await doors.create())).toEqual(['"changes";q=2;w=60', '"changes";r=1;t=42']);
    expect(rateOf(await doors.create({ headers: {} }))).toEqual(['"changes";q=2;w=60', '"changes";r=0;t=42']);
    expect(rateOf(await doors.list())).toEqual(['"reads";q=4;w=60', '"reads";r=3;t=42']);
    const { headers } = await doors.list();
    const again = await doors.list({ headers: { 'if-none-match': headers.etag ?? '' } });
    expect([again.status, ...rateOf(again)]).toEqual([304, '"reads";q=4;w=60', '"reads";r=1;t=42']);
    expect(rateOf(await doors.create({ caller: 'nobody' }))).toEqual([undefined, undefined]);
  });

  test('says it, too, when something went wrong inside', async () => {
    const failing = readEndpoint(servicesList, needsOf(line()), async () => {
      throw new Error('Broken');
    });
    const answer = await call(failing);
    expect([answer.status, answer.headers['ratelimit-policy']]).toEqual([500, '"reads";q=4;w=60']);
  });
});

describe('A caller who asks too often', () => {
  test('is told what is limited, how far, and when to come back; and then may come back', async () => {
    line().moveTo(`${MINUTE}:18.400Z`);
    expect(await repeat(2, doors.create)).toEqual([201, 201]);
    const refused = await doors.create();
    expect(refused.status).toBe(429);
    expect(refused.headers).toMatchObject({ 'retry-after': '42', ratelimit: '"changes";r=0;t=42' });
    expect(problem.parse(refused.body)).toMatchObject({
      code: 'RATE_LIMITED',
      detail: 'You have used up the 2 changes that you may make within a minute',
      hint: 'Try again in 42 s.',
      refusals: [{ allowedFrom: '2026-11-21T12:01:00.000Z', facts: { kind: 'changes', limit: 2, windowSeconds: 60 } }],
    });
    line().move(41);
    expect((await doors.create()).status).toBe(429);
    line().move(1);
    expect((await doors.create()).headers['idempotency-replayed']).toBe('true');
  });

  test('is refused before the role, the key and everything else, and puts nothing on record', async () => {
    expect(await repeat(3, () => doors.create({ caller: anObserver(), headers: {} }))).toEqual([403, 403, 429]);
    expect((await line().audit()).map(({ code }) => code)).toEqual(['ROLE_FORBIDDEN', 'ROLE_FORBIDDEN']);
    expect(log.lines().at(-1)).toMatchObject({ status: 429, code: 'RATE_LIMITED', actorId: 'auth0|observer' });
  });

  test('keeps nobody else from asking, and is counted apart for reads, validations among them', async () => {
    expect(await repeat(3, doors.create)).toEqual([201, 201, 429]);
    expect(await repeat(2, doors.list)).toEqual([200, 200]);
    expect(await repeat(3, doors.validate)).toEqual([200, 200, 429]);
    expect((await doors.list()).status).toBe(429);
    expect((await doors.create({ caller: aStranger() })).status).toBe(403);
    expect((await doors.list({ caller: aPublisher() })).status).toBe(403);
  });
});
