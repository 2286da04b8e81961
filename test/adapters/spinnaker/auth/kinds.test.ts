import { describe, expect, test } from 'vitest';
import { orderFor } from '../fixtures/orders.ts';
import { makeCertificates, makeServerFiles } from './certificates.ts';
import { type Configured, engineOf, faultOf, wordsOf } from './configured.ts';
import { gateThat, json, type Seen, serve, serveAlerting } from './servers.ts';

const SECRET = 'tr0ub4dor-and-3';
const header = (name: string, value: string) => (seen: Seen) => seen.headers[name] === value;
const login = { status: 302, headers: { location: '/login' } };

type Kind = {
  readonly admits: (seen: Seen) => boolean;
  readonly right: Configured;
  readonly wrong: Configured;
};

const kinds: Readonly<Record<string, Kind>> = {
  bearer: {
    admits: header('authorization', `Bearer ${SECRET}`),
    right: { '/engine/auth/secret': SECRET },
    wrong: { '/engine/auth/secret': `${SECRET}x` },
  },
  'api-token': {
    admits: header('x-spinnaker-token', SECRET),
    right: { '/engine/auth/secret': SECRET },
    wrong: { '/engine/auth/secret': `${SECRET}x` },
  },
  basic: {
    admits: header('authorization', `Basic ${Buffer.from(`dxcp:${SECRET}:ü`).toString('base64')}`),
    right: { '/engine/auth/secret': `dxcp:${SECRET}:ü` },
    wrong: { '/engine/auth/secret': `dxcp:${SECRET}:u` },
  },
};

describe.each(Object.entries(kinds))('Authentication of kind %s', (kind, { admits, right, wrong }) => {
  const configured = (url: string, secrets: Configured) => ({
    '/engine/url': url,
    '/engine/auth/kind': kind,
    ...secrets,
  });

  test('lets reads and orders through', async () => {
    const gate = await serve(gateThat(admits));
    const engine = await engineOf(configured(gate.url, right));
    expect(await engine.observeMany([{ executionId: '01JT0000000000000000000001', steps: [] }])).toEqual(new Map());
    expect(await engine.start(orderFor())).toMatchObject({ kind: 'accepted' });
  });

  test('takes no notice of the line break that a file ends with', async () => {
    const gate = await serve(gateThat(admits));
    const secret = `${right['/engine/auth/secret']}\n`;
    const engine = await engineOf(configured(gate.url, { '/engine/auth/secret': secret }));
    expect(await engine.start(orderFor())).toMatchObject({ kind: 'accepted' });
  });

  test.each([
    ['401', json(401, { status: 401, message: `bad token ${SECRET}x` })],
    ['a login page elsewhere', login],
  ])('that is wrong and answered by %s is UNAUTHORIZED, said once, and keeps its secret', async (_, refusal) => {
    const gate = await serve(gateThat(admits, refusal));
    const engine = await engineOf(configured(gate.url, wrong));
    const fault = await faultOf(engine.start(orderFor()));
    expect(fault).toMatchObject({ kind: 'UNAUTHORIZED', ambiguous: false });
    expect(wordsOf(fault)).not.toContain(SECRET);
    expect(gate.seen).toHaveLength(1);
  });
});

describe('Authentication by client certificate', () => {
  const { ca, server, client, strangersClient } = makeCertificates();
  const demanding = { cert: server.certificate, key: server.key, ca, requestCert: true, rejectUnauthorized: true };
  const anybody = gateThat(() => true);
  const configured = (url: string, more: Configured = {}) => ({
    '/engine/url': url,
    '/engine/auth/kind': 'mtls',
    '/engine/tls/ca': ca,
    '/engine/tls/certificate': client.certificate,
    '/engine/tls/key': client.key,
    ...more,
  });

  test('lets reads and orders through a Gate that demands one', async () => {
    const gate = await serve(anybody, demanding);
    const engine = await engineOf(configured(gate.url));
    expect(await engine.observeMany([{ executionId: '01JT0000000000000000000001', steps: [] }])).toEqual(new Map());
    expect(await engine.start(orderFor())).toMatchObject({ kind: 'accepted' });
  });

  test('goes together with a token', async () => {
    const gate = await serve(gateThat(header('authorization', `Bearer ${SECRET}`)), demanding);
    const values = configured(gate.url, { '/engine/auth/kind': 'bearer', '/engine/auth/secret': SECRET });
    expect(await (await engineOf(values)).start(orderFor())).toMatchObject({ kind: 'accepted' });
  });

  const stranger = { '/engine/tls/certificate': strangersClient.certificate, '/engine/tls/key': strangersClient.key };
  const none = { '/engine/tls/certificate': '', '/engine/tls/key': '', '/engine/auth/kind': 'none' };

  test.each([
    ['is one of a stranger', stranger],
    ['is not shown', none],
  ])('is refused when it %s', async (_, wrong) => {
    const files = makeServerFiles({ ca, ...server });
    using gate = await serveAlerting([...files.options, '-Verify', '1', '-verify_return_error']);
    const fault = await faultOf((await engineOf(configured(gate.url, wrong))).start(orderFor()));
    files.remove();
    expect(fault).toMatchObject({ kind: 'UNAUTHORIZED', ambiguous: false });
    expect(wordsOf(fault)).not.toContain('PRIVATE KEY');
  });

  test('of a stranger gets nothing through to a Gate that hangs up on it either', async () => {
    const gate = await serve(anybody, demanding);
    const fault = await faultOf((await engineOf(configured(gate.url, stranger))).start(orderFor()));
    expect(fault.kind).toBe('UNAVAILABLE');
    expect(gate.seen).toEqual([]);
  });

  test('is not shown to a Gate whose own certificate nobody vouches for', async () => {
    const gate = await serve(anybody, demanding);
    const { '/engine/tls/ca': _, ...withoutAuthority } = configured(gate.url);
    const fault = await faultOf((await engineOf(withoutAuthority)).start(orderFor()));
    expect(fault).toMatchObject({ kind: 'MISCONFIGURED', ambiguous: false });
    expect(gate.seen).toEqual([]);
  });

  test('is not shown to a Gate under another name than its certificate says', async () => {
    const gate = await serve(anybody, demanding);
    const url = `https://elsewhere.localhost:${gate.port}`;
    const fault = await faultOf((await engineOf(configured(url))).start(orderFor()));
    expect(fault).toMatchObject({ ambiguous: false });
    expect(['MISCONFIGURED', 'UNAVAILABLE']).toContain(fault.kind);
    expect(gate.seen).toEqual([]);
  });
});
