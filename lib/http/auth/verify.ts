import { JwtVerifier } from 'aws-jwt-verify';
import {
  FetchError,
  JwkInvalidKtyError,
  JwkInvalidUseError,
  JwksValidationError,
  JwkValidationError,
  JwtBaseError,
} from 'aws-jwt-verify/error';
import type { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { TrustedIssuer } from './trust.ts';

export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

export type Verdict =
  | { readonly ok: true; readonly claims: Claims; readonly audience: string }
  /** The token is not good. */
  | { readonly ok: false; readonly cause: 'token'; readonly detail: string }
  /** The token cannot be judged, for instance because the signing keys are out of reach. */
  | { readonly ok: false; readonly cause: 'keys'; readonly detail: string };

export type Verify = (token: string) => Promise<Verdict>;

/** Checks signature, issuer, audience and times of access tokens of the given issuers (RS, ES and EdDSA only). */
export function createVerify(issuers: readonly TrustedIssuer[], keys: SimpleJwksCache): Verify {
  const verifier = JwtVerifier.create(
    issuers.map(({ issuer, audience, jwksUri }) => ({ issuer, audience, jwksUri })),
    { jwksCache: keys },
  );
  const audienceOf = new Map(issuers.map(({ issuer, audience }) => [issuer, audience]));
  return async (token) => {
    try {
      const { iss, sub, exp, ...rest } = await verifier.verify(token);
      // A token that never ends, or that names nobody, is of no use however well it is signed.
      if (exp === undefined) return { ok: false, cause: 'token', detail: 'Token has no expiry' };
      if (!iss || !sub) return { ok: false, cause: 'token', detail: 'Token names no subject' };
      return { ok: true, claims: { ...rest, iss, sub }, audience: audienceOf.get(iss) ?? '' };
    } catch (error) {
      return refusal(error);
    }
  };
}

const keyTroubles = [FetchError, JwksValidationError, JwkValidationError, JwkInvalidKtyError, JwkInvalidUseError];

function refusal(error: unknown): Verdict {
  const isAboutKeys = !(error instanceof JwtBaseError) || keyTroubles.some((trouble) => error instanceof trouble);
  // The library's messages may quote the token; its error names are enough to act on.
  return { ok: false, cause: isAboutKeys ? 'keys' : 'token', detail: error instanceof Error ? error.name : 'unknown' };
}
