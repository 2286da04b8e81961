import { describe, expect, test } from 'vitest';
import { createSpinnakerTrial, type TrialMeans } from '../../../../lib/adapters/spinnaker/trial.ts';
import type { CheckedConnection, ProposedConnection } from '../../../../lib/contract/engine-check.ts';
import { makeCertificates } from './certificates.ts';
import { type Configured, readerOf } from './configured.ts';
import { gateThat, json, type Seen, serve } from './servers.ts';

const SECRET = 'tr0ub4dor-and-3';
const OTHER = 'c0rrect-h0rse';
const admits = (secret: string) => (seen: Seen) => seen.headers.authorization === `Bearer ${secret}`;

type Trial = Partial<TrialMeans> & { readonly proposal?: ProposedConnection };
const run = async (values: Configured, { proposal = {}, ...means }: Trial = {}) => {
  const outcome = await createSpinnakerTrial({ read: readerOf(values), ...means })(proposal);
  expect(JSON.stringify(outcome)).not.toMatch(new RegExp(`${SECRET}|${OTHER}|PRIVATE KEY`));
  return outcome;
};

/** The check that a trial came to; fails when the proposal was refused. */
const tried = async (...given: Parameters<typeof run>): Promise<CheckedConnection> => {
  const outcome = await run(...given);
  if (outcome.kind === 'refused') throw new Error(`Refused: ${JSON.stringify(outcome.fields)}`);
  return outcome.check;
};
const refusedAt = async (...given: Parameters<typeof run>): Promise<readonly string[]> => {
  const outcome = await run(...given);
  if (outcome.kind === 'tried') throw new Error(`Tried: ${JSON.stringify(outcome.check)}`);
  return outcome.fields.map(({ path }) => path);
};
const last = ({ steps }: CheckedConnection) => steps.at(-1);
const bearer = (url: string, secret = SECRET): Configured => ({
  '/engine/url': url,
  '/engine/auth/kind': 'bearer',
  '/engine/auth/secret': secret,
});

describe('The configured connection', () => {
  test('is tried step by step, to what can be seen with it', async () => {
    const gate = await serve(gateThat(admits(SECRET)));
    const check = await tried(bearer(gate.url));
    expect(check).toMatchObject({ ok: true, applications: 2, latencyMs: expect.any(Number) });
    expect(check.steps).toEqual([
      { name: 'address', ok: true, detail: 'An IP address that may be called' },
      { name: 'connection', ok: true, detail: 'The engine answers and is well' },
      { name: 'authentication', ok: true, detail: 'The token is accepted, as dxcp' },
      { name: 'catalog', ok: true, detail: '2 applications can be seen, and executions can be read' },
    ]);
  });

  test('changes nothing there, and shows its credentials only when the connection is known to be good', async () => {
    const gate = await serve(gateThat(admits(SECRET)));
    await tried(bearer(gate.url));
    expect(gate.seen.map(({ method, path, headers }) => [method, path, headers.authorization !== undefined])).toEqual([
      ['GET', '/health', false],
      ['GET', '/applications', true],
      ['GET', '/auth/user', true],
      ['GET', expect.stringMatching(/^\/executions\?/), true],
    ]);
  });

  test.each<readonly [string, (url: string) => Configured, string]>([
    ['a wrong token', (url) => bearer(url, OTHER), 'authentication'],
    ['no token', (url) => ({ '/engine/url': url }), 'authentication'],
    ['a wrong path', (url) => bearer(`${url}/api`), 'catalog'],
    ['a secret that no header carries', (url) => bearer(url, 'ä'), 'authentication'],
    ['an address that is not called', () => bearer('https://169.254.169.254'), 'address'],
    ['no address', () => ({}), 'address'],
    ['an unknown kind', (url) => ({ ...bearer(url), '/engine/auth/kind': 'magic' }), 'address'],
  ])('with %s fails at its step, with a hint where there is one', async (_, values, step) => {
    const gate = await serve(gateThat(admits(SECRET)));
    const check = await tried(values(gate.url));
    expect(check.ok).toBe(false);
    expect(last(check)).toMatchObject({ name: step, ok: false });
    expect(check.steps.filter(({ ok }) => !ok)).toHaveLength(1);
  });

  test.each<readonly [number, RegExp | undefined]>([
    [0, undefined],
    [30, undefined],
    [-30, undefined],
    [8 * 60, /^The engine's clock is 8 minutes ahead of DXCP's: /],
    [-8 * 60, /^The engine's clock is 8 minutes behind DXCP's: /],
    [-5 * 3600, /^The engine's clock is 5 hours behind DXCP's: .*may do an order twice/],
  ])('tells of a clock that is %i seconds ahead', async (seconds, hint) => {
    const date = () => new Date(Date.now() + seconds * 1000).toUTCString();
    const gate = await serve((seen) => {
      const answer = gateThat(admits(SECRET))(seen);
      return { ...answer, headers: { ...answer.headers, date: date() } };
    });
    const check = await tried(bearer(gate.url));
    expect(check.ok).toBe(true);
    const [, connection] = check.steps;
    expect(connection?.name).toBe('connection');
    if (hint) expect(connection?.hint).toMatch(hint);
    else expect(connection?.hint).toBeUndefined();
  });

  test.each([
    [json(404, { error: 'Not Found' }), '404'],
    [json(503, { status: 'DOWN' }), '503'],
  ])('is good although Gate does not say that it is well: %j', async (health, said) => {
    const gate = await serve((seen) => (seen.path === '/health' ? health : gateThat(admits(SECRET))(seen)));
    const check = await tried(bearer(gate.url));
    expect(check.ok).toBe(true);
    expect(check.steps[1]).toMatchObject({ name: 'connection', detail: expect.stringContaining(said) });
  });

  test('is not good when executions cannot be read, whatever else can', async () => {
    const gate = await serve((seen) =>
      seen.path.startsWith('/executions') ? json(404, {}) : gateThat(admits(SECRET))(seen),
    );
    expect(last(await tried(bearer(gate.url)))).toMatchObject({
      name: 'catalog',
      ok: false,
      detail: expect.stringContaining('2 applications can be seen, but executions cannot be read.'),
    });
  });

  test('to an engine that is down fails at the connection', async () => {
    const gate = await serve(gateThat(() => true));
    await gate.stop();
    const check = await tried(bearer(gate.url));
    expect(last(check)).toMatchObject({
      name: 'connection',
      ok: false,
      detail: expect.stringContaining('ECONNREFUSED'),
    });
    expect(last(check)?.hint).toContain('security groups');
  });

  test('to an engine that answers everything with errors fails at what is to be seen there', async () => {
    const gate = await serve(() => json(503, { status: 'DOWN' }));
    expect(last(await tried(bearer(gate.url)))).toMatchObject({ name: 'catalog', ok: false });
  });

  test('by a name that nobody knows fails at the address', async () => {
    const resolve = async () => {
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    };
    const check = await tried(bearer('https://gate.example.com'), { resolve });
    expect(last(check)).toMatchObject({ name: 'address', detail: expect.stringContaining('ENOTFOUND') });
  });

  test('by a name that leads astray is a finding, because nobody proposed it', async () => {
    const check = await tried(bearer('https://gate.example.com'), {
      resolve: async () => [{ address: '169.254.169.254', family: 4 }],
    });
    expect(last(check)).toMatchObject({ name: 'address', ok: false, hint: expect.stringContaining('/engine/url') });
  });

  test('tells a token endpoint that is down from an engine that refuses', async () => {
    const gate = await serve(gateThat(() => true));
    const tokens = await serve(() => json(500, {}));
    const values: Configured = {
      ...bearer(gate.url),
      '/engine/auth/kind': 'oauth',
      '/engine/auth/token_url': tokens.url,
      '/engine/auth/client_id': 'dxcp',
    };
    expect(last(await tried(values))).toMatchObject({
      name: 'authentication',
      detail: expect.stringContaining('token endpoint'),
    });
    expect(gate.seen.map(({ path }) => path)).toEqual(['/health']);
  });

  test('says when its user sees nothing, and when anybody is let in', async () => {
    const gate = await serve(({ path }) =>
      path === '/auth/user' ? json(200, { username: 'anonymous' }) : json(200, path === '/health' ? {} : []),
    );
    const check = await tried(bearer(gate.url));
    expect(check).toMatchObject({ ok: true, applications: 0 });
    expect(check.steps.flatMap(({ hint }) => hint ?? [])).toHaveLength(2);
  });

  test('takes a bounded time, whatever hangs', async () => {
    const silent = await serve(() => new Promise(() => undefined));
    const begun = performance.now();
    const check = await tried(bearer(silent.url), { budgetMs: 200 });
    expect(last(check)).toMatchObject({ name: 'connection', ok: false });
    expect(performance.now() - begun).toBeLessThan(2000);
    const never = await tried(bearer('https://gate.example.com'), {
      budgetMs: 50,
      resolve: () => new Promise(() => undefined),
    });
    expect(last(never)).toMatchObject({ name: 'address', ok: false });
  });
});

describe('A proposed connection', () => {
  const { ca, client, server } = makeCertificates();

  test('to the configured origin may use the configured credentials', async () => {
    const gate = await serve(gateThat(admits(SECRET)));
    expect(await tried(bearer(gate.url), { proposal: { url: `${gate.url}/` } })).toMatchObject({ ok: true });
  });

  test('may bring new credentials for the configured address', async () => {
    const gate = await serve(gateThat(admits(OTHER)));
    const check = await tried(bearer(gate.url), { proposal: { auth: { kind: 'bearer', secret: OTHER } } });
    expect(check).toMatchObject({ ok: true });
    expect(JSON.stringify(gate.seen)).not.toContain(SECRET);
  });

  test('to another origin must bring credentials of its own; the configured ones never go there', async () => {
    const gate = await serve(gateThat(admits(SECRET)));
    const other = await serve(gateThat(admits(OTHER)));
    const values = { ...bearer(gate.url), '/engine/allowed_hosts': 'localhost' };
    expect(await refusedAt(values, { proposal: { url: other.url } })).toEqual(['body.auth']);
    expect(await refusedAt(values, { proposal: { url: gate.url.replace('127.0.0.1', 'localhost') } })).toEqual([
      'body.auth',
    ]);
    expect(other.seen).toEqual([]);
    const proposal: ProposedConnection = { url: other.url, auth: { kind: 'bearer', secret: OTHER } };
    expect(await tried(values, { proposal })).toMatchObject({ ok: true });
    const bare: ProposedConnection = { url: other.url, auth: { kind: 'none' } };
    expect(last(await tried(values, { proposal: bare }))).toMatchObject({ name: 'authentication', ok: false });
    expect(JSON.stringify(other.seen)).not.toContain(SECRET);
    expect(gate.seen).toEqual([]);
  });

  test('never mixes a stored secret with a token endpoint of its own', async () => {
    const gate = await serve(gateThat(admits(SECRET)));
    const thief = await serve(() => json(200, { access_token: 'x' }));
    const proposal: ProposedConnection = { auth: { kind: 'oauth', tokenUrl: thief.url, clientId: 'dxcp' } };
    expect(await refusedAt(bearer(gate.url), { proposal })).toEqual(['body.auth.secret']);
    expect(thief.seen).toEqual([]);
  });

  test('shows the configured client certificate to the configured origin only', async () => {
    const tls = { cert: server.certificate, key: server.key, ca, requestCert: true, rejectUnauthorized: true };
    const gate = await serve(
      gateThat(() => true),
      tls,
    );
    const other = await serve(
      gateThat(() => true),
      tls,
    );
    const values: Configured = {
      '/engine/url': gate.url,
      '/engine/auth/kind': 'mtls',
      '/engine/tls/certificate': client.certificate,
      '/engine/tls/key': client.key,
      '/engine/tls/ca': ca,
    };
    expect(await tried(values)).toMatchObject({ ok: true });
    const check = await tried(values, { proposal: { url: other.url, auth: { kind: 'none' } } });
    expect(last(check)).toMatchObject({
      name: 'authentication',
      ok: false,
      detail: expect.stringContaining('client certificate'),
    });
    const auth = { kind: 'mtls', certificate: client.certificate, key: client.key } as const;
    expect(await tried(values, { proposal: { url: other.url, auth } })).toMatchObject({ ok: true });
  });

  test('can be tried before anything is configured, on hosts that are listed', async () => {
    const gate = await serve(gateThat(admits(OTHER)));
    const proposal: ProposedConnection = { url: gate.url, auth: { kind: 'bearer', secret: OTHER } };
    expect(await refusedAt({}, { proposal })).toEqual(['body.url']);
    expect(await tried({ '/engine/allowed_hosts': '127.0.0.1' }, { proposal })).toMatchObject({ ok: true });
    const broken = { '/engine/auth/kind': 'magic', '/engine/url': gate.url, '/engine/allowed_hosts': '127.0.0.1' };
    expect(await tried(broken, { proposal })).toMatchObject({ ok: true });
  });

  test.each<readonly [ProposedConnection, readonly string[]]>([
    [{ url: 'http://gate.example.com', auth: { kind: 'none' } }, ['body.url']],
    [{ url: 'https://169.254.169.254', auth: { kind: 'none' } }, ['body.url']],
    [{ url: 'https://elsewhere.example', auth: { kind: 'none' } }, ['body.url']],
    [{ url: 'https://x@gate.example.com', auth: { kind: 'none' } }, ['body.url']],
    [{ url: 'nonsense' }, ['body.url', 'body.auth']],
    [{ url: 'https://169.254.169.254' }, ['body.url', 'body.auth']],
    [{ auth: { kind: 'bearer' } }, ['body.auth.secret']],
    [{ auth: { kind: 'basic', secret: OTHER } }, ['body.auth.secret']],
    [{ auth: { kind: 'oauth' } }, ['body.auth.tokenUrl', 'body.auth.clientId', 'body.auth.secret']],
    [
      { auth: { kind: 'oauth', tokenUrl: 'https://elsewhere.example', clientId: 'x', secret: OTHER } },
      ['body.auth.tokenUrl'],
    ],
    [{ auth: { kind: 'mtls', certificate: OTHER, key: OTHER } }, ['body.auth.certificate']],
    [{ ca: OTHER }, ['body.ca']],
  ])('%# is refused field by field, and nothing is called', async (proposal, paths) => {
    const called: string[] = [];
    const resolve = async (name: string) => {
      called.push(name);
      return [];
    };
    expect(await refusedAt(bearer('https://gate.example.com'), { proposal, resolve })).toEqual(paths);
    expect(called).toEqual([]);
  });

  test('by a name that leads astray is refused, too', async () => {
    const proposal: ProposedConnection = { url: 'https://gate.example.com', auth: { kind: 'none' } };
    const paths = await refusedAt(bearer('https://gate.example.com'), {
      proposal,
      resolve: async () => [{ address: '169.254.169.254', family: 4 }],
    });
    expect(paths).toEqual(['body.url']);
  });
});
