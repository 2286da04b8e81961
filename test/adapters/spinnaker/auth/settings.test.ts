import { describe, expect, test } from 'vitest';
import { type ConnectionSettings, misfitsOf } from '../../../../lib/adapters/spinnaker/auth/settings.ts';
import { orderFor } from '../fixtures/orders.ts';
import { makeCertificates } from './certificates.ts';
import { type Configured, engineOf, faultOf, wordsOf } from './configured.ts';

const { ca, client, server } = makeCertificates();
const now = new Date();
const later = new Date(now.getTime() + 30 * 86_400_000);

const base: ConnectionSettings = {
  url: 'https://gate.example.com',
  kind: 'none',
  allowedHosts: ['gate.example.com', 'issuer.example.com'],
  allowLoopback: false,
};
const oauth = {
  kind: 'oauth',
  tokenUrl: 'https://issuer.example.com/token',
  clientId: 'dxcp',
  secret: 'hunter2',
} as const;
const mtls = { kind: 'mtls', certificate: client.certificate, key: client.key } as const;

describe('Settings that fit', () => {
  test.each<Partial<ConnectionSettings>>([
    {},
    { kind: 'bearer', secret: 'hunter2' },
    { kind: 'api-token', secret: 'spk_hunter2' },
    { kind: 'basic', secret: 'user:' },
    oauth,
    { ...oauth, ca },
    mtls,
    { ...mtls, ca },
    { ...oauth, certificate: client.certificate, key: client.key },
    // What the kind does not use does not matter.
    { kind: 'none', secret: 'hunter2', tokenUrl: 'nonsense' },
  ])('%# have no misfits', (set) => {
    expect(misfitsOf({ ...base, ...set }, now)).toEqual([]);
  });
});

describe('Settings that do not fit', () => {
  test.each<readonly [Partial<ConnectionSettings>, string, string]>([
    [{ kind: 'bearer' }, 'secret', 'needs it'],
    [{ kind: 'bearer', secret: 'hunter2 x' }, 'secret', 'no header'],
    [{ kind: 'bearer', secret: 'hunter2\r\nx: y' }, 'secret', 'no header'],
    [{ kind: 'api-token', secret: 'hunter2ü' }, 'secret', 'no header'],
    [{ kind: 'basic', secret: 'hunter2' }, 'secret', 'user:password'],
    [{ ...oauth, tokenUrl: undefined }, 'tokenUrl', 'needs it'],
    [{ ...oauth, tokenUrl: 'http://issuer.example.com' }, 'tokenUrl', 'https'],
    [{ ...oauth, tokenUrl: 'https://elsewhere.example' }, 'tokenUrl', 'allowed_hosts'],
    [{ ...oauth, clientId: undefined }, 'clientId', 'needs it'],
    [{ ...oauth, secret: undefined }, 'secret', 'needs it'],
    [{ ...mtls, key: undefined }, 'key', 'needs it'],
    [{ ...mtls, certificate: undefined }, 'certificate', 'needs it'],
    [{ kind: 'none', key: client.key }, 'certificate', 'identifies nobody'],
    [{ kind: 'none', certificate: client.certificate }, 'key', 'private key'],
    [{ ...mtls, certificate: 'hunter2' }, 'certificate', 'PEM'],
    [{ ...mtls, key: 'hunter2' }, 'key', 'PEM'],
    [{ ...mtls, key: server.key }, 'key', 'another certificate'],
    [{ ca: 'hunter2' }, 'ca', 'PEM'],
    [{ ca: client.key }, 'ca', 'PEM'],
    [{ url: 'https://169.254.169.254' }, 'url', 'no engine'],
    [{ ...mtls, url: 'http://localhost', allowLoopback: true, allowedHosts: ['localhost'] }, 'url', 'https only'],
  ])('%# name the part and repeat no value', (set, part, words) => {
    const misfits = misfitsOf({ ...base, ...set }, now);
    expect(misfits.map((misfit) => misfit.part)).toEqual([part]);
    expect(misfits[0]?.message).toContain(words);
    expect(JSON.stringify(misfits)).not.toMatch(/hunter2|BEGIN|elsewhere/);
  });

  test('say of a certificate when it expired', () => {
    const [misfit] = misfitsOf({ ...base, ...mtls }, later);
    expect(misfit).toMatchObject({ part: 'certificate', message: expect.stringMatching(/expired on \d{4}-/) });
  });

  test('are told all at once, one sentence a part', () => {
    const misfits = misfitsOf({ ...base, kind: 'oauth', url: 'http://elsewhere.example', ca: 'x' }, now);
    expect(misfits.map(({ part }) => part)).toEqual(['url', 'tokenUrl', 'clientId', 'secret', 'ca']);
  });
});

describe('A configuration that does not fit', () => {
  const url = { '/engine/url': 'https://gate.example.com' };

  test.each<readonly [Configured, string]>([
    [{ ...url, '/engine/auth/kind': 'bearer' }, '/engine/auth/secret'],
    [{ ...url, '/engine/auth/kind': 'basic', '/engine/auth/secret': 'hunter2' }, '/engine/auth/secret'],
    [{ ...url, '/engine/auth/kind': 'oauth', '/engine/auth/secret': 'hunter2' }, '/engine/auth/token_url'],
    [{ ...url, '/engine/auth/kind': 'mtls' }, '/engine/tls/certificate'],
    [{ ...url, '/engine/tls/ca': 'hunter2' }, '/engine/tls/ca'],
    [{ ...url, '/engine/auth/kind': 'hunter2' }, '/engine/auth/kind'],
    [{ '/engine/url': 'http://hunter2.example.com' }, '/engine/url'],
    [{ '/engine/url': 'https://user:hunter2@gate.example.com' }, '/engine/url'],
    [{ '/engine/url': 'http://127.0.0.1:1', '/engine/allow_loopback': 'false' }, '/engine/url'],
    [{ '/engine/url': 'hunter2' }, '/engine/url'],
    [{}, '/engine/url'],
  ])('%# is a fault of every call, which names the parameter and not its value', async (values, parameter) => {
    const engine = await engineOf(values);
    for (const call of [engine.start(orderFor()), engine.applications(), engine.observeMany([])]) {
      const fault = await faultOf(call);
      expect(fault).toMatchObject({ kind: 'MISCONFIGURED', ambiguous: false });
      expect(fault.message).toContain(parameter);
      expect(wordsOf(fault)).not.toContain('hunter2');
    }
  });
});
