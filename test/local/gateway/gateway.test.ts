import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { cors } from '../../../lib/contract/cors.ts';
import type { Route } from '../../../lib/contract/route.ts';
import type { AwsRequest } from '../../../lib/local/aws/http.ts';
import type { GatewayEvent } from '../../../lib/local/gateway/event.ts';
import { createGateway, type Gateway } from '../../../lib/local/gateway/gateway.ts';

const entry = (operation: string, method: Route['method'], path: string, more: Partial<Route> = {}): Route => ({
  operation,
  method,
  path,
  permission: 'any',
  summary: '',
  status: 200,
  response: z.unknown(),
  problems: [],
  ...more,
});

const routes = [
  entry('things.get', 'GET', '/v1/things/{id}', { signedTwin: true }),
  entry('things.special', 'GET', '/v1/things/special'),
  entry('things.create', 'POST', '/v1/things', { signedTwin: true }),
  entry('health.get', 'GET', '/v1/health', { permission: 'public' }),
  entry('hooks.take', 'POST', '/v1/hooks', { permission: 'engine', andBelow: true }),
  entry('routes.unknown', 'GET', '$default'),
];

const credentials = [{ accessKeyId: 'AKIALOCAL', secretAccessKey: 'secret', roleName: 'local-publisher' }];

type Invocation = { readonly name: string; readonly event: GatewayEvent };
let invocations: Invocation[];
let troubles: unknown[];
let answer: (name: string) => unknown;
let gateway: Gateway;

const open = (corsOrigins: readonly string[] = []): Gateway =>
  createGateway({
    routes,
    credentials,
    corsOrigins,
    report: (trouble) => troubles.push(trouble),
    timeoutMs: 50,
    functions: {
      load: async () => undefined,
      invoke: async (name, event) => {
        invocations.push({ name, event: event as GatewayEvent });
        return answer(name);
      },
    },
  });

const request = (method: string, url: string, more: Partial<AwsRequest> = {}): AwsRequest => ({
  method,
  url,
  body: Buffer.alloc(0),
  ...more,
  headers: { host: '127.0.0.1:4700', ...more.headers },
});
const withToken = (token = 'Bearer good') => ({ headers: { authorization: token } });
const served = () => invocations.filter(({ name }) => name !== 'auth/authorizer');

beforeEach(() => {
  [invocations, troubles] = [[], []];
  answer = (name) =>
    name === 'auth/authorizer'
      ? { isAuthorized: true, context: { caller: '{"id":"user-1"}' } }
      : { statusCode: 200, headers: { 'X-Request-Id': 'r1' }, body: '{"ok":true}' };
  gateway = open();
});

describe('a request of the engine', () => {
  const authorizers = () => invocations.map(({ name }) => name).filter((name) => name.startsWith('auth/'));

  it('is judged by the authorizer of the engine, and carries no caller', async () => {
    answer = (name) => (name.startsWith('auth/') ? { isAuthorized: true } : { statusCode: 202, body: '{}' });
    expect((await gateway.serve(request('POST', '/v1/hooks', withToken('Basic ZTpz')))).status).toBe(202);
    expect(authorizers()).toEqual(['auth/engine-events']);
    expect(invocations.at(-1)).toMatchObject({
      name: 'api/hooks/take',
      event: { requestContext: { authorizer: { lambda: {} } } },
    });
  });

  it.each([
    ['/v1/hooks/', ''],
    ['/v1/hooks/spinnaker', 'spinnaker'],
    ['/v1/hooks/spinnaker/?x=1', 'spinnaker/'],
  ])('may put something behind the address, as in %s', async (path, below) => {
    answer = (name) => (name.startsWith('auth/') ? { isAuthorized: true } : { statusCode: 202, body: '{}' });
    expect((await gateway.serve(request('POST', path, withToken('Basic ZTpz')))).status).toBe(202);
    expect(authorizers()).toEqual(['auth/engine-events']);
    expect(invocations.at(-1)).toMatchObject({
      name: 'api/hooks/take',
      event: { routeKey: 'POST /v1/hooks/{below+}', pathParameters: { below } },
    });
  });

  it('finds nothing beside the address, nor below others', async () => {
    for (const path of ['/v1/hooksandmore', '/v1/things/', '/v1/health/']) {
      await gateway.serve(request('POST', path, withToken()));
      expect(invocations.at(-1)).toMatchObject({ name: 'api/routes/unknown', event: { routeKey: '$default' } });
    }
  });

  it('is refused in the gateway’s own words without the secret, and never by a token', async () => {
    answer = (name) => {
      if (name === 'auth/engine-events') throw new Error('Unauthorized');
      return { isAuthorized: true, context: { caller: '{}' } };
    };
    for (const headers of [{}, withToken('Bearer good').headers]) {
      const response = await gateway.serve(request('POST', '/v1/hooks', { headers }));
      expect(response).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    }
    expect(authorizers()).toEqual(['auth/engine-events']);
    expect(troubles).toEqual([]);
  });

  it('gets nowhere else with its secret', async () => {
    answer = (name) => {
      if (name === 'auth/authorizer') throw new Error('Unauthorized');
      return { isAuthorized: true };
    };
    await gateway.serve(request('POST', '/v1/hooks', withToken('Bearer secret')));
    expect((await gateway.serve(request('GET', '/v1/things/1', withToken('Bearer secret')))).status).toBe(401);
  });
});

describe('an authenticated request', () => {
  it('reaches the function of its operation as a payload 2.0 event with the caller', async () => {
    const response = await gateway.serve(
      request('GET', '/v1/things/a%20b?x=1&y=2&x=3', {
        headers: { authorization: 'Bearer good', cookie: 'a=1; b=2', 'user-agent': 'test' },
      }),
    );
    expect(response).toMatchObject({ status: 200, body: '{"ok":true}', headers: { 'x-request-id': 'r1' } });
    expect(response.headers['apigw-requestid']).toMatch(/^.{16}$/);
    expect(served()).toMatchObject([
      {
        name: 'api/things/get',
        event: {
          version: '2.0',
          routeKey: 'GET /v1/things/{id}',
          rawPath: '/v1/things/a%20b',
          rawQueryString: 'x=1&y=2&x=3',
          queryStringParameters: { x: '1,3', y: '2' },
          pathParameters: { id: 'a b' },
          cookies: ['a=1', 'b=2'],
          isBase64Encoded: false,
          requestContext: {
            authorizer: { lambda: { caller: '{"id":"user-1"}' } },
            http: { method: 'GET', path: '/v1/things/a%20b', sourceIp: '127.0.0.1', userAgent: 'test' },
            time: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
          },
        },
      },
    ]);
    expect(served()[0]?.event.headers).not.toHaveProperty('cookie');
  });

  it('carries JSON as text and other bytes as base64', async () => {
    const headers = { authorization: 'Bearer good', 'content-type': 'application/json; charset=utf-8' };
    await gateway.serve(request('POST', '/v1/things', { headers, body: Buffer.from('{"a":"ü"}') }));
    const binary = { ...headers, 'content-type': 'application/zip' };
    await gateway.serve(request('POST', '/v1/things', { headers: binary, body: Buffer.from([0, 255]) }));
    expect(served().map(({ event }) => [event.body, event.isBase64Encoded])).toEqual([
      ['{"a":"ü"}', false],
      ['AP8=', true],
    ]);
  });

  it('asks the authorizer once per token', async () => {
    for (const _ of [1, 2, 3]) await gateway.serve(request('GET', '/v1/things/1', withToken()));
    await gateway.serve(request('GET', '/v1/things/1', withToken('Bearer other')));
    expect(invocations.filter(({ name }) => name === 'auth/authorizer')).toHaveLength(2);
  });
});

describe('routing', () => {
  it('prefers literal paths to parameters', async () => {
    await gateway.serve(request('GET', '/v1/things/special', withToken()));
    expect(served()).toMatchObject([{ name: 'api/things/special' }]);
  });

  it('sends what no route answers to $default, behind the authorizer', async () => {
    for (const path of ['/v1/nothing', '/v1/things/1/', '/v1/things/']) {
      await gateway.serve(request('PATCH', path, withToken()));
    }
    expect(served().map(({ name, event }) => [name, event.routeKey])).toEqual(
      Array.from({ length: 3 }, () => ['api/routes/unknown', '$default']),
    );
    expect(await gateway.serve(request('GET', '/v1/nothing'))).toMatchObject({ status: 401 });
  });

  it('refuses broken percent-encoding', async () => {
    expect(await gateway.serve(request('GET', '/v1/things/%zz', withToken()))).toMatchObject({ status: 400 });
  });

  it('lets everybody see public routes', async () => {
    expect(await gateway.serve(request('GET', '/v1/health'))).toMatchObject({ status: 200 });
    expect(invocations.map(({ name }) => name)).toEqual(['api/health/get']);
  });
});

describe('answers of the gateway itself', () => {
  const unauthorized = { status: 401, body: '{"message":"Unauthorized"}' };

  it('is 401 without a token, without asking the authorizer', async () => {
    expect(await gateway.serve(request('GET', '/v1/things/1'))).toMatchObject(unauthorized);
    expect(invocations).toEqual([]);
  });

  it('is 401 when the authorizer refuses, and the refusal is not kept', async () => {
    answer = () => {
      throw new Error('Unauthorized');
    };
    for (const _ of [1, 2]) {
      expect(await gateway.serve(request('GET', '/v1/things/1', withToken()))).toMatchObject(unauthorized);
    }
    expect(invocations).toHaveLength(2);
    expect(troubles).toEqual([]);
  });

  it('is 403 when the authorizer denies, 500 when it breaks', async () => {
    answer = () => ({ isAuthorized: false });
    expect(await gateway.serve(request('GET', '/v1/things/1', withToken('a')))).toMatchObject({ status: 403 });
    answer = () => 'nonsense';
    expect(await gateway.serve(request('GET', '/v1/things/1', withToken('b')))).toMatchObject({ status: 500 });
    expect(troubles).toHaveLength(1);
  });

  it('is 500 when a function crashes or answers nonsense', async () => {
    const authorized = answer('auth/authorizer');
    const results = [() => Promise.reject(new Error('boom')), () => ({ statusCode: 'x' }), () => undefined];
    for (const result of results) {
      answer = (name) => (name === 'auth/authorizer' ? authorized : result());
      expect(await gateway.serve(request('GET', '/v1/things/1', withToken()))).toMatchObject({
        status: 500,
        body: '{"message":"Internal Server Error"}',
      });
    }
    expect(troubles).toHaveLength(3);
  });
});

describe('a signed twin', () => {
  const sign = async (url: string, options: { secret?: string; service?: string; body?: string } = {}) => {
    const { secret = 'secret', service = 'execute-api', body = '{}' } = options;
    const signer = new SignatureV4({
      credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: secret },
      region: 'us-east-1',
      service,
      sha256: Sha256,
    });
    const signed = await signer.sign({
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: url,
      headers: { host: '127.0.0.1:4700', 'content-type': 'application/json' },
      body,
    });
    return request('POST', url, { headers: signed.headers, body: Buffer.from(body) });
  };

  it('reaches the same function with the identity that signed', async () => {
    expect(await gateway.serve(await sign('/v1/signed/things'))).toMatchObject({ status: 200 });
    expect(invocations).toMatchObject([
      {
        name: 'api/things/create',
        event: {
          routeKey: 'POST /v1/signed/things',
          requestContext: {
            authorizer: {
              iam: {
                accountId: '000000000000',
                userArn: 'arn:aws:sts::000000000000:assumed-role/local-publisher/local',
              },
            },
          },
        },
      },
    ]);
  });

  it('is 403 for a wrong secret, another service, another body and for tokens', async () => {
    const forbidden = { status: 403, body: '{"message":"Forbidden"}' };
    expect(await gateway.serve(await sign('/v1/signed/things', { secret: 'guess' }))).toMatchObject(forbidden);
    expect(await gateway.serve(await sign('/v1/signed/things', { service: 's3' }))).toMatchObject(forbidden);
    const tampered = { ...(await sign('/v1/signed/things')), body: Buffer.from('{"a":1}') };
    expect(await gateway.serve(tampered)).toMatchObject(forbidden);
    expect(await gateway.serve(request('POST', '/v1/signed/things', withToken()))).toMatchObject(forbidden);
    expect(invocations).toEqual([]);
  });
});

describe('CORS', () => {
  const origin = 'https://ui.example';

  it('is off unless origins are configured', async () => {
    const response = await gateway.serve(request('OPTIONS', '/v1/things', { headers: { origin } }));
    expect(response.status).toBe(401);
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('answers preflights and marks answers for configured origins only', async () => {
    gateway = open([origin]);
    const preflight = await gateway.serve(request('OPTIONS', '/v1/things', { headers: { origin } }));
    expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': origin } });
    const answered = await gateway.serve(request('GET', '/v1/health', { headers: { origin } }));
    expect(answered.headers['access-control-allow-origin']).toBe(origin);
    expect(answered.headers['access-control-expose-headers']).toBe(cors.responseHeaders.join(','));
    const other = await gateway.serve(request('GET', '/v1/health', { headers: { origin: 'https://evil.example' } }));
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
