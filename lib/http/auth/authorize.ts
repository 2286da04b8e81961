import type { Caller } from '../../domain/records.ts';
import { callerFrom } from './claims.ts';
import { createKeyCache } from './jwks.ts';
import type { Trust } from './trust.ts';
import { createVerify, type Verify } from './verify.ts';

/** What an operator should hear of: the token was refused for a reason that is not the caller's. */
export type AuthorizerTrouble = {
  readonly event: 'signing-keys-unusable' | 'trust-unreadable';
  readonly detail: string;
};

export type AuthorizeOptions = {
  readonly readTrust: () => Promise<Trust>;
  readonly report: (trouble: AuthorizerTrouble) => void;
};

export type Authorize = (authorization: string | undefined) => Promise<Caller | undefined>;

/** Whether the token is good cannot be found out now, so the caller is neither let in nor told to sign in again. */
export class IdentityUndecided extends Error {
  override readonly name = 'IdentityUndecided';
  constructor({ event, detail }: AuthorizerTrouble) {
    super(`${event}: ${detail}`);
  }
}

/**
 * From the Authorization header to the caller; `undefined` when the header holds no token that is good. Throws
 * `IdentityUndecided` when that cannot be told. Signing keys
 * are fetched once and again for an unknown key id, so an issuer's outage does not touch callers whose key is known.
 */
export function createAuthorize({ readTrust, report }: AuthorizeOptions): Authorize {
  const keys = createKeyCache();
  let built: { readonly of: string; readonly verify: Verify } | undefined;

  const verifierFor = (trust: Trust): Verify => {
    const of = JSON.stringify(trust.issuers);
    if (built?.of !== of) built = { of, verify: createVerify(trust.issuers, keys) };
    return built.verify;
  };

  const tell = (trouble: AuthorizerTrouble): IdentityUndecided => {
    report(trouble);
    return new IdentityUndecided(trouble);
  };

  return async (authorization) => {
    const token = bearerToken(authorization);
    if (token === undefined) return undefined;
    const trust = await readTrust().catch((error: unknown) => {
      throw tell({ event: 'trust-unreadable', detail: error instanceof Error ? error.message : String(error) });
    });
    const verdict = await verifierFor(trust)(token);
    if (verdict.ok) return callerFrom(verdict.claims, verdict.audience, trust);
    if (verdict.cause === 'keys') throw tell({ event: 'signing-keys-unusable', detail: verdict.detail });
    return undefined;
  };
}

const BEARER = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)$/i;

const bearerToken = (header: string | undefined): string | undefined => BEARER.exec(header?.trim() ?? '')?.[1];
