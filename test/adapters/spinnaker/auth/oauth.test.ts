import { describe, expect, test } from 'vitest';
import { bearerAuth } from '../../../../lib/adapters/spinnaker/auth/credentials.ts';
import { oauthAuth } from '../../../../lib/adapters/spinnaker/auth/oauth.ts';
import { createHttp } from '../../../../lib/adapters/spinnaker/outbound/http.ts';
import { orderFor } from '../fixtures/orders.ts';
import { makeCertificates } from './certificates.ts';
import { type Configured, engineOf, faultOf, wordsOf } from './configured.ts';
import { type Answer, gateThat, json, type Seen, serve } from './servers.ts';

const SECRET = 's3cr3t: ü+&';
const client = (id: string, secret: string) => {
  const encoded = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encoded(id)}:${encoded(secret)}`).toString('base64')}`;
};
const minted = (token: string, more: object = {}) =>
  json(200, { access_token: token, token_type: 'Bearer', expires_in: 3600, ...more });

/** A token endpoint that knows one client and gives `token-1`, `token-2`, … to it. */
const serveTokens = async (expiresIn: unknown = 3600) => {
  let count = 0;
  return serve(({ headers }) => {
    if (headers.authorization !== client('dxcp', SECRET)) return json(401, { error: 'invalid_client' });
    count += 1;
    return minted(`token-${count}`, { expires_in: expiresIn });
  });
};

const configured = (gate: string, tokens: string, more: Configured = {}): Configured => ({
  '/engine/url': gate,
  '/engine/auth/kind': 'oauth',
  '/engine/auth/token_url': `${tokens}/oauth/token`,
  '/engine/auth/client_id': 'dxcp',
  '/engine/auth/secret': SECRET,
  ...more,
});

const bearer = (token: () => string) => (seen: Seen) => seen.headers.authorization === `Bearer ${token()}`;
const look = [{ executionId: '01JT0000000000000000000001', steps: [] }];

describe('Client credentials', () => {
  test('are exchanged once for as many calls as come', async () => {
    const tokens = await serveTokens();
    const gate = await serve(gateThat(bearer(() => 'token-1')));
    const engine = await engineOf(
      configured(gate.url, tokens.url, { '/engine/auth/scope': 'gate read', '/engine/auth/audience': 'gate' }),
    );
    await Promise.all([engine.observeMany(look), engine.observeMany(look), engine.start(orderFor())]);
    await engine.observeMany(look);
    expect(tokens.seen).toHaveLength(1);
    const [{ method, path, body } = { method: '', path: '', body: '' }] = tokens.seen;
    expect([method, path]).toEqual(['POST', '/oauth/token']);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      grant_type: 'client_credentials',
      scope: 'gate read',
      audience: 'gate',
    });
    expect(body).not.toContain('s3cr3t');
  });

  test('outlive the invocation of a function, but not a change of the configuration', async () => {
    const tokens = await serveTokens();
    const gate = await serve(gateThat(({ headers }) => /^Bearer token-\d$/.test(headers.authorization ?? '')));
    const values = configured(gate.url, tokens.url);
    for (let call = 0; call < 3; call += 1) await (await engineOf(values)).observeMany(look);
    expect(tokens.seen).toHaveLength(1);
    await (await engineOf({ ...values, '/engine/auth/scope': 'other' })).observeMany(look);
    expect(tokens.seen).toHaveLength(2);
  });

  test('are exchanged again when the engine refuses a token, once, for reads and for orders', async () => {
    const tokens = await serveTokens();
    let valid = 'token-1';
    const gate = await serve(gateThat(bearer(() => valid)));
    const engine = await engineOf(configured(gate.url, tokens.url));
    await engine.observeMany(look);
    valid = 'token-2';
    await Promise.all([engine.observeMany(look), engine.observeMany(look), engine.observeMany(look)]);
    expect(tokens.seen).toHaveLength(2);
  });

  test('are exchanged again for an order, which the engine then takes once', async () => {
    const tokens = await serveTokens();
    const gate = await serve(gateThat(bearer(() => 'token-2')));
    const engine = await engineOf(configured(gate.url, tokens.url));
    expect(await engine.start(orderFor())).toMatchObject({ kind: 'accepted' });
    expect(tokens.seen).toHaveLength(2);
  });

  test('are not exchanged for every call of an engine that refuses them for good', async () => {
    const tokens = await serveTokens();
    const gate = await serve(gateThat(() => false));
    const engine = await engineOf(configured(gate.url, tokens.url));
    for (let call = 0; call < 5; call += 1) {
      expect(await faultOf(engine.observeMany(look))).toMatchObject({ kind: 'UNAUTHORIZED' });
    }
    expect(tokens.seen).toHaveLength(2);
    expect(gate.seen).toHaveLength(6);
  });

  test.each([
    ['401', json(401, {})],
    ['401 as a web page', { status: 401, headers: { 'content-type': 'text/html' }, body: '<html>No</html>' }],
    ['a login page', { status: 302, headers: { location: 'https://sso.example/login' } }],
  ])('that the engine goes on refusing by %s end in UNAUTHORIZED after one new token', async (_, refusal: Answer) => {
    const tokens = await serveTokens();
    const gate = await serve(gateThat(() => false, refusal));
    const engine = await engineOf(configured(gate.url, tokens.url));
    const fault = await faultOf(engine.start(orderFor()));
    expect(fault).toMatchObject({ kind: 'UNAUTHORIZED', ambiguous: false });
    expect(gate.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(wordsOf(fault)).not.toMatch(/token-\d|s3cr3t/);
  });

  test('are not renewed when an order may have been taken', async () => {
    const tokens = await serveTokens();
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Please log in</html>' };
    const gate = await serve(() => page);
    const fault = await faultOf((await engineOf(configured(gate.url, tokens.url))).start(orderFor()));
    expect(fault).toMatchObject({ kind: 'UNAUTHORIZED', ambiguous: true });
    expect(gate.seen).toHaveLength(1);
  });

  test('that are wrong are UNAUTHORIZED, and no secret is in the message', async () => {
    const tokens = await serveTokens();
    const gate = await serve(gateThat(() => true));
    const engine = await engineOf(configured(gate.url, tokens.url, { '/engine/auth/secret': `${SECRET}x` }));
    const fault = await faultOf(engine.start(orderFor()));
    expect(fault).toMatchObject({ kind: 'UNAUTHORIZED', ambiguous: false });
    expect(fault.message).toContain('invalid_client');
    expect(wordsOf(fault)).not.toMatch(/s3cr3t|127\.0\.0\.1|Basic/);
    expect(gate.seen).toEqual([]);
  });
});

describe('A token endpoint behind a private authority', () => {
  const { ca, server, client: own } = makeCertificates();
  const tls = { cert: server.certificate, key: server.key, ca, requestCert: true, rejectUnauthorized: false };

  test('is believed for it, and is not shown the client certificate that the engine is', async () => {
    const tokens = await serve(() => minted('token-1'), tls);
    const gate = await serve(gateThat(bearer(() => 'token-1')), tls);
    const engine = await engineOf(
      configured(gate.url, tokens.url, {
        '/engine/tls/ca': ca,
        '/engine/tls/certificate': own.certificate,
        '/engine/tls/key': own.key,
      }),
    );
    expect(await engine.start(orderFor())).toMatchObject({ kind: 'accepted' });
    expect(gate.seen.map(({ certificateOf }) => certificateOf)).toEqual(['client']);
    expect(tokens.seen.map(({ certificateOf }) => certificateOf)).toEqual(['']);
  });

  test('is not believed without it', async () => {
    const tokens = await serve(() => minted('token-1'), tls);
    const gate = await serve(gateThat(() => true));
    const fault = await faultOf((await engineOf(configured(gate.url, tokens.url))).start(orderFor()));
    expect(fault).toMatchObject({ kind: 'MISCONFIGURED', ambiguous: false });
    expect(fault.message).toContain('token endpoint');
    expect(tokens.seen).toEqual([]);
  });
});

describe('A token', () => {
  const settings = { tokenUrl: '', clientId: 'dxcp', clientSecret: SECRET };
  const opening = async (expiresIn: unknown) => {
    const tokens = await serveTokens(expiresIn);
    const clock = { now: 0 };
    const credentials = oauthAuth({
      ...settings,
      tokenUrl: tokens.url,
      http: createHttp({ allowLoopback: true }),
      now: () => clock.now,
    });
    return { tokens, clock, credentials };
  };
  const seconds = 1000;

  test.each([
    [3600, 3539, 3541],
    ['3600', 3539, 3541],
    [60, 47, 49],
    [1, 0.7, 0.9],
    // Without a word on its life it is kept for five minutes, less the margin.
    [null, 239, 241],
    ['soon', 239, 241],
    [-5, 239, 241],
  ])('said to live %j seconds is used at %d and renewed at %d', async (expiresIn, used, renewed) => {
    const { tokens, clock, credentials } = await opening(expiresIn);
    await credentials.headers();
    clock.now = used * seconds;
    expect(await credentials.headers()).toEqual({ authorization: 'Bearer token-1' });
    clock.now = renewed * seconds;
    expect(await Promise.all([credentials.headers(), credentials.headers()])).toEqual([
      { authorization: 'Bearer token-2' },
      { authorization: 'Bearer token-2' },
    ]);
    expect(tokens.seen).toHaveLength(2);
  });

  test('that was replaced already is not forgotten a second time', async () => {
    const { tokens, credentials } = await opening(3600);
    const first = await credentials.headers();
    credentials.forget?.(first);
    const second = await credentials.headers();
    credentials.forget?.(first);
    expect(await credentials.headers()).toBe(second);
    expect(tokens.seen).toHaveLength(2);
  });

  test('that is refused as soon as it is there is kept for a minute, and renewed then', async () => {
    const { tokens, clock, credentials } = await opening(3600);
    const refuse = async () => credentials.forget?.(await credentials.headers());
    await refuse();
    for (const now of [0, 30, 59]) {
      clock.now = now * seconds;
      await refuse();
    }
    expect(tokens.seen).toHaveLength(2);
    clock.now = 60 * seconds;
    await refuse();
    expect(await credentials.headers()).toEqual({ authorization: 'Bearer token-3' });
  });

  test('that cannot be had now is asked for again with the next call', async () => {
    let down = true;
    const tokens = await serve(() => (down ? json(503, {}) : minted('token')));
    const credentials = oauthAuth({
      ...settings,
      tokenUrl: tokens.url,
      http: createHttp({ allowLoopback: true }),
      now: () => 0,
    });
    expect(await faultOf(credentials.headers())).toMatchObject({ kind: 'UNAVAILABLE', ambiguous: false });
    down = false;
    expect(await credentials.headers()).toEqual({ authorization: 'Bearer token' });
  });

  test('that is static has nothing to renew', () => {
    expect(bearerAuth('x').forget).toBeUndefined();
  });
});

const html = { 'content-type': 'text/html' };
const troubles: readonly (readonly [string, Answer, string])[] = [
  ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example/' } }, 'MISCONFIGURED'],
  ['a web page', { status: 200, headers: html, body: '<!doctype html><title>Sign in</title>' }, 'MISCONFIGURED'],
  ['a web page in disguise', { status: 200, body: '\n<html>' }, 'MISCONFIGURED'],
  ['an error page', { status: 502, headers: html, body: '<html>Bad gateway</html>' }, 'UNAVAILABLE'],
  ['something huge', { status: 200, body: `{"access_token":"${'x'.repeat(70_000)}"}` }, 'MISCONFIGURED'],
  ['garbage', { status: 200, body: '{"access_token":' }, 'CALL_FAILED'],
  ['nothing', { status: 200 }, 'CALL_FAILED'],
  ['204', { status: 204 }, 'MISCONFIGURED'],
  ['a list', json(200, ['token']), 'CALL_FAILED'],
  ['an empty token', json(200, { access_token: ' ' }), 'CALL_FAILED'],
  ['a token that is a number', json(200, { access_token: 7 }), 'CALL_FAILED'],
  ['a token with a line break', minted('a\r\nx-evil: 1'), 'MISCONFIGURED'],
  ['a token for signing', minted('t', { token_type: 'mac' }), 'MISCONFIGURED'],
  ['an unknown scope', json(400, { error: 'invalid_scope', error_description: 'hunter2' }), 'MISCONFIGURED'],
  ['a refusal in its own words', json(400, { error: 'hunter2' }), 'MISCONFIGURED'],
  ['403', json(403, { message: 'hunter2' }), 'UNAUTHORIZED'],
  ['404', json(404, {}), 'MISCONFIGURED'],
  ['429', json(429, {}), 'UNAVAILABLE'],
  ['500', json(500, {}), 'UNAVAILABLE'],
];

describe('A token endpoint', () => {
  test.each(troubles)('that answers %s is a fault that leaves nothing open', async (_, answer, kind) => {
    const tokens = await serve(() => answer);
    const gate = await serve(gateThat(() => true));
    const fault = await faultOf((await engineOf(configured(gate.url, tokens.url))).start(orderFor()));
    expect(fault).toMatchObject({ kind, ambiguous: false });
    expect(fault.message).toContain('token endpoint');
    expect(wordsOf(fault)).not.toMatch(/s3cr3t|hunter2|elsewhere|127\.0\.0\.1/);
    expect(gate.seen).toEqual([]);
  });

  test('that is down is UNAVAILABLE', async () => {
    const tokens = await serveTokens();
    await tokens.stop();
    const gate = await serve(gateThat(() => true));
    const fault = await faultOf((await engineOf(configured(gate.url, tokens.url))).start(orderFor()));
    expect(fault).toMatchObject({ kind: 'UNAVAILABLE', ambiguous: false });
    expect(fault.message).toContain('ECONNREFUSED');
    expect(gate.seen).toEqual([]);
  });
});
