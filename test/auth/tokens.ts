import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An issuer small enough to misbehave on demand: signs anything, publishes its keys over http on loopback. */
export type TestIssuer = {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly keyRequests: () => number;
  readonly outage: (on: boolean) => void;
  readonly rotate: () => void;
  readonly token: (claims?: Record<string, unknown>, header?: Record<string, unknown>) => string;
  readonly unsigned: (claims?: Record<string, unknown>) => string;
  readonly signedWithPublicKey: (claims?: Record<string, unknown>) => string;
  readonly close: () => Promise<void>;
};

export const AUDIENCE = 'https://dxcp-api';

export async function startTestIssuer(): Promise<TestIssuer> {
  let generation = 1;
  let down = false;
  let requests = 0;
  let pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = createServer((_request, response) => {
    requests += 1;
    if (down) return void response.writeHead(503).end();
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ keys: [jwk(pair.publicKey, generation)] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const payload = (claims: Record<string, unknown> = {}) => ({ ...standardClaims(issuer), ...claims });
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    keyRequests: () => requests,
    outage: (on) => {
      down = on;
    },
    rotate: () => {
      generation += 1;
      pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    },
    token: (claims, header) => {
      const text = join({ alg: 'RS256', kid: `k${generation}`, typ: 'at+jwt', ...header }, payload(claims));
      return `${text}.${sign('sha256', Buffer.from(text), pair.privateKey).toString('base64url')}`;
    },
    unsigned: (claims) => `${join({ alg: 'none', kid: `k${generation}` }, payload(claims))}.`,
    signedWithPublicKey: (claims) => {
      const text = join({ alg: 'HS256', kid: `k${generation}` }, payload(claims));
      const secret = pair.publicKey.export({ type: 'spki', format: 'pem' });
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const standardClaims = (issuer: string) => {
  const now = Math.floor(Date.now() / 1000);
  return { iss: issuer, aud: AUDIENCE, sub: 'user-1', iat: now, exp: now + 300 };
};

const jwk = (key: KeyObject, generation: number) => ({
  ...key.export({ format: 'jwk' }),
  kid: `k${generation}`,
  alg: 'RS256',
  use: 'sig',
});

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const join = (header: unknown, payload: unknown): string => `${part(header)}.${part(payload)}`;
