import { timingSafeEqual } from 'node:crypto';
import type { AwsRequest } from '../http.ts';
import { expectedSignature, sha256Hex } from './canonical.ts';
import { readClaim, type SignatureClaim } from './credential.ts';

type SigningSecret = { readonly secretAccessKey: string; readonly sessionToken?: string };

export type SignatureRules = {
  /** The secret of an access key id, or `undefined` when the key is unknown. */
  readonly secretFor: (accessKeyId: string) => SigningSecret | undefined;
  /** The service the caller must have signed for, e.g. `s3` or `execute-api`. */
  readonly service: string;
  /** When given, the only region accepted. */
  readonly region?: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export type SignatureRefusal =
  | 'missing'
  | 'wrong-scope'
  | 'unknown-key'
  | 'expired'
  | 'unsigned-header'
  | 'payload-mismatch'
  | 'signature-mismatch';

export type SignatureVerdict =
  | { readonly ok: true; readonly accessKeyId: string; readonly form: SignatureClaim['form'] }
  | { readonly ok: false; readonly reason: SignatureRefusal; readonly detail: string };

const SKEW_MS = 5 * 60_000;
const UNSIGNED_PAYLOAD = new Set(['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER']);

/**
 * Verifies an AWS Signature Version 4, in the Authorization header or presigned in the query, as AWS does:
 * clock skew ±5 minutes, `host` and every `x-amz-*` header signed, the body's digest enforced, compared in constant time.
 */
export function verifySignature(request: AwsRequest, rules: SignatureRules): SignatureVerdict {
  const claim = readClaim(request, new URLSearchParams(request.url.split(/\?(.*)/s)[1] ?? ''));
  if (claim === undefined) return refuse('missing', 'The request carries no complete AWS signature');
  const secret = rules.secretFor(claim.accessKeyId);
  const refusal =
    refuseScope(claim, rules) ??
    refuseKey(claim, secret) ??
    refuseTime(claim, rules.now) ??
    refuseUnsigned(request, claim) ??
    refusePayload(request, claim);
  if (refusal !== undefined || secret === undefined) return refusal ?? refuse('unknown-key', 'Unknown access key');
  return compare(request, claim, secret);
}

const refuse = (reason: SignatureRefusal, detail: string) => ({ ok: false, reason, detail }) as const;

function refuseScope(claim: SignatureClaim, rules: SignatureRules) {
  const rightRegion = rules.region === undefined || claim.region === rules.region;
  if (claim.service === rules.service && rightRegion) return undefined;
  return refuse('wrong-scope', `Credential should be scoped to ${rules.service} in a valid region`);
}

function refuseKey(claim: SignatureClaim, secret: SigningSecret | undefined) {
  if (secret === undefined) return refuse('unknown-key', 'The access key id is not known');
  if (claim.sessionToken !== secret.sessionToken) return refuse('unknown-key', 'The security token is not valid');
  return undefined;
}

function refuseTime(claim: SignatureClaim, now: number) {
  const iso = claim.timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const signedAt = Date.parse(iso);
  if (Number.isNaN(signedAt) || iso === claim.timestamp || !claim.timestamp.startsWith(claim.day)) {
    return refuse('expired', 'The date is malformed or differs from the credential scope');
  }
  const latest = claim.expiresSeconds === undefined ? signedAt + SKEW_MS : signedAt + claim.expiresSeconds * 1000;
  if (now < signedAt - SKEW_MS) return refuse('expired', 'Signature not yet current');
  return now > latest ? refuse('expired', 'Signature expired') : undefined;
}

function refuseUnsigned(request: AwsRequest, claim: SignatureClaim) {
  if (!claim.signedHeaders.includes('host')) return refuse('unsigned-header', "'host' must be signed");
  const unsigned = Object.keys(request.headers).find(
    (name) => name.startsWith('x-amz-') && !claim.signedHeaders.includes(name),
  );
  return unsigned === undefined ? undefined : refuse('unsigned-header', `Header ${unsigned} is not signed`);
}

function refusePayload(request: AwsRequest, claim: SignatureClaim) {
  const declared = request.headers['x-amz-content-sha256'];
  if (declared === undefined) {
    // S3 insists on the header unless the URL is presigned; other services hash the body themselves.
    const needed = claim.service === 's3' && claim.form === 'header';
    return needed ? refuse('payload-mismatch', 'Missing required header x-amz-content-sha256') : undefined;
  }
  if (claim.service === 's3' && UNSIGNED_PAYLOAD.has(declared)) return undefined;
  if (declared === sha256Hex(request.body)) return undefined;
  return refuse('payload-mismatch', 'The body does not match x-amz-content-sha256');
}

function compare(request: AwsRequest, claim: SignatureClaim, secret: SigningSecret): SignatureVerdict {
  const payloadHash = payloadHashOf(request, claim);
  const { secretAccessKey } = secret;
  const expected = attempt(() => expectedSignature(request, claim, { payloadHash, secretAccessKey }));
  if (expected === undefined) return refuse('signature-mismatch', 'The path or query is not valid percent-encoding');
  const same = timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(claim.signature, 'hex'));
  if (!same) return refuse('signature-mismatch', 'The request signature does not match');
  return { ok: true, accessKeyId: claim.accessKeyId, form: claim.form };
}

function payloadHashOf(request: AwsRequest, claim: SignatureClaim): string {
  const declared = request.headers['x-amz-content-sha256'];
  if (declared !== undefined) return declared;
  return claim.service === 's3' && claim.form === 'presigned' ? 'UNSIGNED-PAYLOAD' : sha256Hex(request.body);
}

function attempt(compute: () => string): string | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
