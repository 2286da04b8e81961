import type { AwsRequest } from '../http.ts';

/** What a signed request says about its own signature, before any of it is believed. */
export type SignatureClaim = {
  readonly form: 'header' | 'presigned';
  readonly accessKeyId: string;
  /** yyyymmdd */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  /** Hex, 64 characters. */
  readonly signature: string;
  /** The ISO basic timestamp the caller signed, e.g. `20261121T093000Z`. */
  readonly timestamp: string;
  /** Only for presigned requests: seconds of validity from `timestamp`. */
  readonly expiresSeconds?: number;
  readonly sessionToken?: string;
};

const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;
const SCOPE = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/;
const LONGEST_EXPIRY_SECONDS = 7 * 24 * 3600;

/** Reads the claim of a request, header-signed or presigned; `undefined` when it carries none or a malformed one. */
export function readClaim(request: AwsRequest, query: URLSearchParams): SignatureClaim | undefined {
  return query.has('X-Amz-Signature') ? fromQuery(query) : fromHeader(request.headers);
}

function fromHeader(headers: AwsRequest['headers']): SignatureClaim | undefined {
  const parts = AUTHORIZATION.exec(headers.authorization ?? '');
  const scope = readScope(parts?.[1]);
  const [, , signedHeaders, signature] = parts ?? [];
  const timestamp = headers['x-amz-date'];
  if (!scope || !signedHeaders || !signature || !timestamp) return undefined;
  const sessionToken = headers['x-amz-security-token'];
  return {
    form: 'header',
    ...scope,
    signedHeaders: signedHeaders.split(';'),
    signature,
    timestamp,
    ...(sessionToken !== undefined && { sessionToken }),
  };
}

function fromQuery(query: URLSearchParams): SignatureClaim | undefined {
  const scope = readScope(query.get('X-Amz-Credential'));
  const signature = query.get('X-Amz-Signature') ?? '';
  const timestamp = query.get('X-Amz-Date');
  const signedHeaders = query.get('X-Amz-SignedHeaders');
  const expiresSeconds = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' || !/^[0-9a-f]{64}$/.test(signature)) return undefined;
  if (!scope || !timestamp || !signedHeaders || !isExpiry(expiresSeconds)) return undefined;
  const sessionToken = query.get('X-Amz-Security-Token');
  return {
    form: 'presigned',
    ...scope,
    signedHeaders: signedHeaders.split(';'),
    signature,
    timestamp,
    expiresSeconds,
    ...(sessionToken !== null && { sessionToken }),
  };
}

const isExpiry = (seconds: number): boolean =>
  Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_EXPIRY_SECONDS;

function readScope(text: string | null | undefined) {
  const [, accessKeyId, day, region, service] = SCOPE.exec(text ?? '') ?? [];
  if (!accessKeyId || !day || !region || !service) return undefined;
  return { accessKeyId, day, region, service };
}
