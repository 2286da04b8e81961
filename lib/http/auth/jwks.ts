import { SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const TIMEOUT_MS = 3000;
const BYTES_MAX = 256 * 1024;

/** A cache of signing keys that fetches over https, and over http from loopback only (a local issuer). */
export function createKeyCache(): SimpleJwksCache {
  const https = new SimpleFetcher();
  return new SimpleJwksCache({
    fetcher: { fetch: (uri) => (isLoopback(uri) ? fetchPlain(uri) : https.fetch(uri)) },
  });
}

function isLoopback(uri: string): boolean {
  const { protocol, hostname } = new URL(uri);
  return protocol === 'http:' && LOOPBACK.has(hostname);
}

async function fetchPlain(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`The signing keys answered ${response.status}`);
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength > BYTES_MAX) throw new Error('The signing keys are too large');
  return bytes;
}
