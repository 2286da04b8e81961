import { generateKeyPairSync, type JsonWebKey, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';

/** A private RSA signing key as the issuer publishes (the public part of) it. */
export type SigningKey = JsonWebKey & {
  readonly kty: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: string;
};

export type IssuerKeys = { readonly signing: SigningKey; readonly cookieSecret: string };

const stored = z.object({
  signing: z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string(), use: z.string() }),
  cookieSecret: z.string(),
});

/** The issuer's keys from `file`; made on first use, so that tokens and sessions outlive a restart. */
export function issuerKeys(file: string): IssuerKeys {
  try {
    return stored.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    const keys = freshKeys();
    writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
    return keys;
  }
}

function freshKeys(): IssuerKeys {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { kty = 'RSA', ...parts } = privateKey.export({ format: 'jwk' });
  return {
    signing: { ...parts, kty, kid: randomUUID(), alg: 'RS256', use: 'sig' },
    cookieSecret: randomBytes(32).toString('base64url'),
  };
}
