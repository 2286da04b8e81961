import { describe, expect, test } from 'vitest';
import { deploymentsCreate } from '../../lib/contract/routes/deployments/create.ts';
import { deploymentsGet } from '../../lib/contract/routes/deployments/get.ts';
import { engineApplicationsList } from '../../lib/contract/routes/engine/applications.ts';
import { mutationEndpoint, readEndpoint } from '../../lib/http/endpoint.ts';
import { EngineFault } from '../../lib/ports/engine.ts';
import { ContentionFault, InvalidCursor } from '../../lib/ports/store.ts';
import { NotYetFollowed } from '../../lib/usecases/configure/not-yet-followed.ts';
import { deploy } from '../../lib/usecases/deploy.ts';
import { anAdmin, anOwner } from '../usecases/callers.ts';
import { anIntent, useLine } from '../usecases/line.ts';
import { call } from './gateway.ts';
import { needsOf } from './needs.ts';
import { keepRequestLog } from './request-log.ts';

const key = { 'idempotency-key': 'key-1' };
const id = '01K00000000000000000000001';

describe('What goes wrong inside', () => {
  const line = useLine();
  keepRequestLog();
  const failing = (fault: unknown) =>
    call(
      readEndpoint(deploymentsGet, needsOf(line()), async () => {
        throw fault;
      }),
      { params: { id } },
    );

  test('of the engine is explained in its words to admins only, who are told what to do', async () => {
    const endpoint = readEndpoint(engineApplicationsList, needsOf(line()), async () => {
      throw new EngineFault('UNAUTHORIZED', 'It refused the token.', { ambiguous: false });
    });
    const { status, body } = await call(endpoint, { caller: anAdmin() });
    expect([status, body.code]).toEqual([502, 'ENGINE_UNAUTHORIZED']);
    expect(body.operatorHint).toMatch(/^It refused the token\. Put good credentials below/);
    const refused = await call(endpoint, { caller: anOwner() });
    expect(refused.body).toMatchObject({ code: 'ROLE_FORBIDDEN' });
    expect(refused.body).not.toHaveProperty('operatorHint');
  });

  test.each([
    ['anything unforeseen', new Error('password=hunter2 at 10.0.0.1'), 500, 'INTERNAL_ERROR'],
    ['something that is no error', 'hunter2', 500, 'INTERNAL_ERROR'],
    ['too much contention', new ContentionFault('hunter2'), 409, 'CONTENTION'],
    ['what not everybody follows yet', new NotYetFollowed({}, new Error('hunter2')), 503, 'NOT_YET_EVERYWHERE'],
    ['a foreign cursor', new InvalidCursor('hunter2'), 400, 'INVALID_REQUEST'],
    [
      'an engine out of reach',
      new EngineFault('UNAVAILABLE', 'hunter2', { ambiguous: false }),
      503,
      'ENGINE_UNAVAILABLE',
    ],
    ['an engine too slow', new EngineFault('TIMEOUT', 'hunter2', { ambiguous: true }), 504, 'ENGINE_TIMEOUT'],
    [
      'an engine that does not know us',
      new EngineFault('UNAUTHORIZED', 'hunter2', { ambiguous: false }),
      502,
      'ENGINE_UNAUTHORIZED',
    ],
    [
      'an engine set up wrongly',
      new EngineFault('MISCONFIGURED', 'hunter2', { ambiguous: false }),
      502,
      'ENGINE_MISCONFIGURED',
    ],
    [
      'an engine that answers nonsense',
      new EngineFault('CALL_FAILED', 'hunter2', { ambiguous: true }),
      502,
      'ENGINE_CALL_FAILED',
    ],
  ])('%s is explained without what it said', async (_, fault, status, code) => {
    const answer = await failing(fault);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.text).not.toMatch(/hunter2|10\.0\.0\.1|at \//);
  });

  test('says when to try again, if that can help', async () => {
    expect((await failing(new ContentionFault('x'))).headers['retry-after']).toBe('2');
    const unavailable = new EngineFault('UNAVAILABLE', 'x', { ambiguous: false });
    expect((await failing(unavailable)).headers['retry-after']).toBe('30');
  });
});

describe('The line in the log', () => {
  const line = useLine();
  const log = keepRequestLog();
  const create = (headers: Record<string, string> = key) =>
    call(
      mutationEndpoint(deploymentsCreate, needsOf(line()), (request) => deploy(line().world, request)),
      { method: 'POST', path: '/v1/deployments', headers, body: anIntent({ changeSummary: 'Confidential merger' }) },
    );

  test('is one a request, with everything an operator searches by', async () => {
    const { requestId } = await create();
    expect(log.lines()).toEqual([
      {
        level: 'info',
        type: 'request',
        requestId,
        operation: 'deployments.create',
        method: 'POST',
        path: '/v1/deployments',
        status: 201,
        durationMs: expect.any(Number),
        actorId: 'auth0|owner',
        actorRole: 'DELIVERY_OWNER',
      },
    ]);
    await create();
    expect(log.lines().at(-1)).toMatchObject({ status: 201, replayed: true });
    await create({});
    expect(log.lines().at(-1)).toMatchObject({ status: 400, code: 'IDMP_KEY_REQUIRED', level: 'info' });
    expect(log.lines()).toHaveLength(3);
  });

  test('holds no body and no token', async () => {
    await create();
    await create({});
    expect(log.text()).not.toMatch(/Confidential|the-secret-token|Bearer/);
  });

  test('tells operators what callers are not told', async () => {
    const door = readEndpoint(deploymentsGet, needsOf(line()), async () => {
      throw new TypeError('undefined is not a deployment');
    });
    await call(door, { params: { id } });
    expect(log.lines()).toMatchObject([
      {
        level: 'error',
        status: 500,
        code: 'INTERNAL_ERROR',
        fault: { name: 'TypeError', message: 'undefined is not a deployment', stack: expect.any(String) },
      },
    ]);
  });
});
