import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AwsRequest } from '../../../lib/local/aws/http.ts';
import { type SignatureRules, type SignatureVerdict, verifySignature } from '../../../lib/local/aws/sigv4/verify.ts';

const NOW = Date.parse('2026-11-21T09:30:00Z');
const MINUTE = 60_000;
const SECRETS: Record<string, { secretAccessKey: string; sessionToken?: string }> = {
  AKIDPUBLISHER: { secretAccessKey: 'publisher-secret' },
  ASIAROLE: { secretAccessKey: 'role-secret', sessionToken: 'role-token' },
};

const rules = (service: string, now = NOW): SignatureRules => ({
  secretFor: (accessKeyId) => SECRETS[accessKeyId],
  service,
  region: 'us-east-1',
  now,
});

type Draft = {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
};

const PLAIN: Draft = { method: 'POST', path: '/v1/signed/builds', query: {}, headers: {}, body: '{"a":1}' };

function signerFor(service: string, accessKeyId = 'AKIDPUBLISHER', secret = SECRETS[accessKeyId]) {
  return new SignatureV4({
    service,
    region: 'us-east-1',
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    credentials: { accessKeyId, secretAccessKey: 'nobody knows', ...secret },
  });
}

const unsigned = (draft: Draft) => ({
  ...draft,
  protocol: 'http:',
  hostname: '127.0.0.1',
  headers: { host: '127.0.0.1:4000', ...draft.headers },
});

type Signed = { method: string; path: string; query?: unknown; headers: Record<string, string>; body?: unknown };

function received({ method, path, query, headers, body }: Signed): AwsRequest {
  const pairs = Object.entries(query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const url = pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
  return { method, url, headers: lowered, body: Buffer.from(String(body ?? '')) };
}

async function sign(draft: Draft, service = 'execute-api', accessKeyId?: string): Promise<AwsRequest> {
  const signed = await signerFor(service, accessKeyId).sign(unsigned(draft), { signingDate: new Date(NOW) });
  return received(signed);
}

async function presign(draft: Draft, expiresIn: number, signableHeaders: string[] = []): Promise<AwsRequest> {
  const signed = await signerFor('s3').presign(
    { ...unsigned(draft), headers: { ...unsigned(draft).headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
    {
      signingDate: new Date(NOW),
      expiresIn,
      signableHeaders: new Set(['host', ...signableHeaders]),
      unhoistableHeaders: new Set(signableHeaders),
      unsignableHeaders: new Set(['x-amz-content-sha256']),
    },
  );
  const { 'x-amz-content-sha256': _, ...headers } = signed.headers;
  return received({ ...signed, headers, body: draft.body });
}

const reason = (verdict: SignatureVerdict): string => (verdict.ok ? 'accepted' : verdict.reason);

/** As every SDK writes a path: all but unreserved characters percent-encoded. */
const escapeUri = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const segment = fc.stringMatching(/^[A-Za-z0-9_~ ():@+-]{1,12}$/).map(escapeUri);
const draft: fc.Arbitrary<Draft> = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE'),
  path: fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
  query: fc.dictionary(fc.stringMatching(/^[a-zé+/ &=!*'()-]{1,8}$/), fc.string({ maxLength: 12 }), { maxKeys: 4 }),
  headers: fc
    .dictionary(fc.stringMatching(/^x-(amz-meta|dxcp)-[a-z]{1,8}$/), fc.stringMatching(/^[ -~]{0,20}$/), { maxKeys: 3 })
    .map((headers) => ({ ...headers, 'x-amz-meta-always': 'signed' })),
  body: fc.string({ maxLength: 200 }),
});

const tamperings: Record<string, (request: AwsRequest) => AwsRequest> = {
  method: (request) => ({ ...request, method: request.method === 'PUT' ? 'POST' : 'PUT' }),
  path: (request) => ({ ...request, url: request.url.replace(/^\/[^/?]*/, '$&x') }),
  query: (request) => ({ ...request, url: `${request.url}${request.url.includes('?') ? '&' : '?'}extra=1` }),
  body: (request) => ({ ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) }),
  header: (request) => ({ ...request, headers: { ...request.headers, 'x-amz-meta-always': 'changed' } }),
  'added header': (request) => ({ ...request, headers: { ...request.headers, 'x-amz-added': '1' } }),
  host: (request) => ({ ...request, headers: { ...request.headers, host: 'elsewhere' } }),
};

describe.each(['execute-api', 's3'])('a request signed for %s', (service) => {
  it('is accepted whatever its method, path, query, headers and body', async () => {
    await fc.assert(
      fc.asyncProperty(draft, async (sample) => {
        expect(reason(verifySignature(await sign(sample, service), rules(service)))).toBe('accepted');
      }),
      { numRuns: 250 },
    );
  });

  it('is refused when anything about it was changed on the way', async () => {
    await fc.assert(
      fc.asyncProperty(draft, async (sample) => {
        const request = await sign(sample, service);
        for (const [what, tamper] of Object.entries(tamperings)) {
          expect(verifySignature(tamper(request), rules(service)).ok, what).toBe(false);
        }
      }),
      { numRuns: 250 },
    );
  });
});

describe('a header signature', () => {
  it('names the access key that made it', async () => {
    const verdict = verifySignature(await sign(PLAIN), rules('execute-api'));
    expect(verdict).toEqual({ ok: true, accessKeyId: 'AKIDPUBLISHER', form: 'header' });
  });

  it.each([
    ['five minutes old', 5 * MINUTE, 'accepted'],
    ['older than five minutes', 5 * MINUTE + 1, 'expired'],
    ['five minutes early', -5 * MINUTE, 'accepted'],
    ['more than five minutes early', -5 * MINUTE - 1, 'expired'],
  ])('that is %s: %s ms → %s', async (_, passed, expected) => {
    expect(reason(verifySignature(await sign(PLAIN), rules('execute-api', NOW + passed)))).toBe(expected);
  });

  it('for another service or region is out of scope', async () => {
    expect(reason(verifySignature(await sign(PLAIN, 's3'), rules('execute-api')))).toBe('wrong-scope');
    const elsewhere = { ...rules('execute-api'), region: 'eu-west-1' };
    expect(reason(verifySignature(await sign(PLAIN), elsewhere))).toBe('wrong-scope');
  });

  it('by an unknown key is refused before anything is computed', async () => {
    expect(reason(verifySignature(await sign(PLAIN, 'execute-api', 'AKIDNOBODY'), rules('execute-api')))).toBe(
      'unknown-key',
    );
  });

  it('by a role must carry the role’s own session token', async () => {
    const request = await sign(PLAIN, 'execute-api', 'ASIAROLE');
    expect(reason(verifySignature(request, rules('execute-api')))).toBe('accepted');
    const swapped = { ...request, headers: { ...request.headers, 'x-amz-security-token': 'stolen' } };
    expect(reason(verifySignature(swapped, rules('execute-api')))).toBe('unknown-key');
    const { 'x-amz-security-token': _, ...headers } = request.headers;
    expect(reason(verifySignature({ ...request, headers }, rules('execute-api')))).toBe('unknown-key');
  });

  it('must cover the host and every x-amz-* header', async () => {
    const request = await sign(PLAIN);
    const authorization = request.headers.authorization?.replace('host;', '') ?? '';
    const hostless = { ...request, headers: { ...request.headers, authorization } };
    expect(reason(verifySignature(hostless, rules('execute-api')))).toBe('unsigned-header');
    const added = { ...request, headers: { ...request.headers, 'x-amz-target': 'Anything' } };
    expect(reason(verifySignature(added, rules('execute-api')))).toBe('unsigned-header');
  });

  it('may leave the body unsigned for S3 only', async () => {
    const open = { ...PLAIN, headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } };
    expect(reason(verifySignature(await sign(open, 's3'), rules('s3')))).toBe('accepted');
    expect(reason(verifySignature(await sign(open), rules('execute-api')))).toBe('payload-mismatch');
  });

  it.each([
    ['no authorization', {}],
    ['a bearer token', { authorization: 'Bearer abc' }],
    ['a truncated signature', { authorization: 'AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/s3/aws4_request' }],
  ])('is missing when the request carries %s', (_, headers) => {
    const request = { method: 'GET', url: '/', headers: { host: 'h', ...headers }, body: Buffer.alloc(0) };
    expect(reason(verifySignature(request, rules('execute-api')))).toBe('missing');
  });

  it('over a malformed path is refused, not a fault', async () => {
    const request = { ...(await sign(PLAIN, 's3')), url: '/%zz' };
    expect(reason(verifySignature(request, rules('s3')))).toBe('signature-mismatch');
  });
});

describe('a presigned request', () => {
  const upload: Draft = {
    method: 'PUT',
    path: '/artifacts/demo/demo-1.zip',
    query: {},
    headers: { 'content-type': 'application/zip', 'if-none-match': '*' },
    body: 'zip',
  };

  it('is accepted until it expires', async () => {
    const request = await presign(upload, 60);
    expect(reason(verifySignature(request, rules('s3', NOW + 60_000)))).toBe('accepted');
    expect(reason(verifySignature(request, rules('s3', NOW + 60_001)))).toBe('expired');
  });

  it('holds the sender to every header it signs', async () => {
    const request = await presign(upload, 60, ['content-type', 'if-none-match']);
    expect(reason(verifySignature(request, rules('s3')))).toBe('accepted');
    const { 'if-none-match': _, ...without } = request.headers;
    expect(reason(verifySignature({ ...request, headers: without }, rules('s3')))).toBe('signature-mismatch');
    const other = { ...request.headers, 'content-type': 'text/plain' };
    expect(reason(verifySignature({ ...request, headers: other }, rules('s3')))).toBe('signature-mismatch');
  });

  it('cannot be stretched, turned to another key or given more headers', async () => {
    const request = await presign(upload, 60);
    const stretched = { ...request, url: request.url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600') };
    expect(reason(verifySignature(stretched, rules('s3')))).toBe('signature-mismatch');
    const elsewhere = { ...request, url: request.url.replace('demo-1.zip', 'demo-2.zip') };
    expect(reason(verifySignature(elsewhere, rules('s3')))).toBe('signature-mismatch');
    const more = { ...request, headers: { ...request.headers, 'x-amz-acl': 'public-read' } };
    expect(reason(verifySignature(more, rules('s3')))).toBe('unsigned-header');
  });

  it('may not be valid for more than a week', async () => {
    const request = await presign(upload, 60);
    const endless = { ...request, url: request.url.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801') };
    expect(reason(verifySignature(endless, rules('s3')))).toBe('missing');
  });
});
