import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { join } from 'node:path';
import { ISSUER_PATH } from '../../lib/local/issuer/issuer.ts';
import { issuerKeys } from '../../lib/local/issuer/keys.ts';
import { accessClaims, personOf } from '../../lib/local/issuer/people.ts';
import { AUDIENCE } from '../../lib/local/plane/names.ts';
import type { TokenFault } from '../../scripts/generate/authority-faults.ts';

type Json = Readonly<Record<string, unknown>>;

export type Mint = {
  /** Of a seeded person, as the sign-in gives it; further claims win. */
  readonly good: (person: string, claims?: Json) => string;
  /** The whole Authorization header that tries to pass for an admin with the fault. */
  readonly faulty: Readonly<Record<TokenFault, string>>;
};

/** Tokens of every kind for a plane. Needs its signing key, which only this machine can read. */
export function openMint({ url, dataDir }: { readonly url: string; readonly dataDir: string }): Mint {
  const { signing } = issuerKeys(join(dataDir, 'issuer.json'));
  const own = createPrivateKey({ key: signing, format: 'jwk' });
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const header = { alg: 'RS256', typ: 'at+jwt', kid: signing.kid };
  const claimsOf = (person: string): Json => {
    const known = personOf(person);
    if (!known) throw new Error(`Nobody is called ${person}`);
    const now = seconds();
    const times = { iat: now, exp: now + 3600 };
    return {
      iss: url + ISSUER_PATH,
      aud: AUDIENCE,
      sub: known.id,
      jti: randomUUID(),
      ...times,
      ...accessClaims(known),
    };
  };
  const good = (person: string, claims: Json = {}) => signed(header, { ...claimsOf(person), ...claims }, own);
  const admin = good('admin');
  const [head, , tail] = admin.split('.');
  const publicKey = createPublicKey(own).export({ type: 'spki', format: 'pem' });
  const faults: Record<TokenFault, string> = {
    empty: '',
    garbage: 'Bearer not-a-token',
    scheme: `Token ${admin}`,
    expired: `Bearer ${good('admin', { iat: seconds() - 7200, exp: seconds() - 3600 })}`,
    notYetValid: `Bearer ${good('admin', { nbf: seconds() + 3600 })}`,
    endless: `Bearer ${good('admin', { exp: undefined })}`,
    wrongIssuer: `Bearer ${good('admin', { iss: 'https://id.example.com' })}`,
    wrongAudience: `Bearer ${good('admin', { aud: 'https://elsewhere.example.com' })}`,
    tampered: `Bearer ${head}.${part({ ...claimsOf('observer'), ...claimsOf('admin') })}.${tail}`,
    foreignKey: `Bearer ${signed(header, claimsOf('admin'), foreign)}`,
    unknownKey: `Bearer ${signed({ ...header, kid: 'unknown' }, claimsOf('admin'), foreign)}`,
    algorithmNone: `Bearer ${part({ ...header, alg: 'none' })}.${part(claimsOf('admin'))}.`,
    publicKeyAsSecret: `Bearer ${keyed({ ...header, alg: 'HS256' }, claimsOf('admin'), publicKey)}`,
  };
  return { good, faulty: faults };
}

const seconds = (): number => Math.floor(Date.now() / 1000);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const signed = (header: Json, claims: Json, key: KeyObject): string => {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
};

const keyed = (header: Json, claims: Json, secret: string | Buffer): string => {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};
