import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import type { SigningKey } from './keys.ts';
import { accessClaims, type Person } from './people.ts';

export type MintOptions = {
  readonly issuer: string;
  readonly audience: string;
  readonly clientId: string;
  readonly key: SigningKey;
};

/** Signs access tokens without a sign-in, for terminals and tests: same key and claims as the sign-in gives. */
export function createMint({ issuer, audience, clientId, key }: MintOptions) {
  const privateKey = createPrivateKey({ key, format: 'jwk' });
  return (person: Person, expiresInSeconds: number): string => {
    const now = Math.floor(Date.now() / 1000);
    const header = { alg: key.alg, typ: 'at+jwt', kid: key.kid };
    const claims = {
      iss: issuer,
      aud: audience,
      sub: person.id,
      client_id: clientId,
      jti: randomUUID(),
      iat: now,
      exp: now + expiresInSeconds,
      ...accessClaims(person),
    };
    const text = `${encoded(header)}.${encoded(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
