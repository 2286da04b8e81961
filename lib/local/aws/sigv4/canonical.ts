import { createHash, createHmac } from 'node:crypto';
import type { AwsRequest } from '../http.ts';
import type { SignatureClaim } from './credential.ts';

export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Percent-encodes as SigV4 wants it: everything but unreserved characters, in upper-case hex. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The signature AWS would compute for the request under the claim. Throws URIError on malformed percent-encoding.
 * `payloadHash` is the hex digest of the body, or the literal S3 allows in its place.
 */
export function expectedSignature(
  request: AwsRequest,
  claim: SignatureClaim,
  { payloadHash, secretAccessKey }: { payloadHash: string; secretAccessKey: string },
): string {
  const { day, region, service, timestamp } = claim;
  const key = signingKey(claim, secretAccessKey);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const canonical = canonicalRequest(request, claim, payloadHash);
  return hmac(key, ['AWS4-HMAC-SHA256', timestamp, scope, sha256Hex(canonical)].join('\n')).toString('hex');
}

const signingKeys = new Map<string, Buffer>();
const SIGNING_KEYS_MAX = 256;

/** The same for a day: it is derived once and not for every request. */
function signingKey({ day, region, service }: SignatureClaim, secretAccessKey: string): Buffer {
  const scope = [day, region, service, 'aws4_request'];
  const name = JSON.stringify([...scope, secretAccessKey]);
  const before = signingKeys.get(name);
  if (before) return before;
  const key = scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  if (signingKeys.size >= SIGNING_KEYS_MAX) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
}

function canonicalRequest(request: AwsRequest, claim: SignatureClaim, payloadHash: string): string {
  const [path = '/', query = ''] = request.url.split(/\?(.*)/s);
  const headers = claim.signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name] ?? '')}`);
  return [
    request.method,
    claim.service === 's3' ? encodeOnce(path) : encodeTwice(path),
    canonicalQuery(query),
    ...headers,
    '',
    claim.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

const canonicalValue = (value: string): string => value.trim().replace(/\s+/g, ' ');

/** S3 signs the key encoded once, however the caller spelled it. */
const encodeOnce = (path: string): string =>
  path
    .split('/')
    .map((segment) => encode(decodeURIComponent(segment)))
    .join('/');

/** Every other service signs the path as sent, encoded once more. */
const encodeTwice = (path: string): string => path.split('/').map(encode).join('/');

function canonicalQuery(query: string): string {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [encode(decode(name)), encode(decode(value))] as const;
    })
    .filter(([name]) => name !== 'X-Amz-Signature');
  return pairs
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map((pair) => pair.join('='))
    .join('&');
}

const decode = (text: string): string => decodeURIComponent(text.replace(/\+/g, '%20'));

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
