import type { AwsHandler, AwsRequest, AwsResponse } from '../http.ts';
import { type SignatureRefusal, type SignatureRules, verifySignature } from '../sigv4/verify.ts';
import { errorResponse, notImplemented, S3Error } from './error.ts';
import { listObjects } from './list-objects.ts';
import { type ObjectStore, openObjectStore } from './object-store.ts';
import { type ObjectRequest, readObject } from './read-object.ts';
import { deleteObject, putObject } from './write-object.ts';

export type S3Options = {
  /** Where buckets are kept. */
  readonly directory: string;
  /** Created when they are absent. */
  readonly buckets?: readonly string[];
  /** Those where objects are put once and stay. */
  readonly locked?: readonly string[];
  readonly secretFor: SignatureRules['secretFor'];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** S3, path style, every bucket versioned, every request signed. What it does not know it answers with NotImplemented. */
export async function openS3(options: S3Options): Promise<AwsHandler> {
  const store = await openObjectStore(options.directory, options.now);
  for (const bucket of options.buckets ?? []) await store.createBucket(bucket);
  return async (request) => {
    try {
      authenticate(request, options);
      const read = readRequest(request);
      if (options.locked?.includes(read.bucket)) refuseAlteration(read);
      return await route(store, read);
    } catch (error) {
      if (error instanceof S3Error) return errorResponse(error, request.method);
      throw error;
    }
  };
}

const REFUSALS: Readonly<Record<SignatureRefusal, readonly [status: number, code: string]>> = {
  missing: [403, 'AccessDenied'],
  'wrong-scope': [400, 'AuthorizationHeaderMalformed'],
  'unknown-key': [403, 'InvalidAccessKeyId'],
  expired: [403, 'AccessDenied'],
  'unsigned-header': [403, 'AccessDenied'],
  'payload-mismatch': [400, 'XAmzContentSHA256Mismatch'],
  'signature-mismatch': [403, 'SignatureDoesNotMatch'],
};

function authenticate(request: AwsRequest, options: S3Options): void {
  const verdict = verifySignature(request, { secretFor: options.secretFor, service: 's3', now: options.now() });
  if (verdict.ok) return;
  const [status, code] = REFUSALS[verdict.reason];
  throw new S3Error(status, code, verdict.detail);
}

/** As a lock and a policy refuse it: nothing is removed, and nothing put where something may lie. */
function refuseAlteration({ method, headers, key }: ObjectRequest): void {
  if (key === '') return;
  const alters = method === 'DELETE' || (method === 'PUT' && headers['if-none-match'] !== '*');
  if (alters) throw new S3Error(403, 'AccessDenied', 'Access Denied because object protected by object lock.');
}

function readRequest(request: AwsRequest): ObjectRequest {
  const [path = '', search = ''] = request.url.split(/\?(.*)/s);
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(path)) ?? [];
  if (!BUCKET_NAME.test(bucket)) throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid');
  const query = new URLSearchParams(search);
  return { ...request, bucket, key, query, headers: { ...hoistedHeaders(query), ...request.headers } };
}

/** A presigned URL may carry `x-amz-*` headers as query parameters; S3 treats them alike. */
function hoistedHeaders(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query].filter(([name]) => name.startsWith('x-amz-')));
}

async function route(store: ObjectStore, request: ObjectRequest): Promise<AwsResponse> {
  if (request.key === '') return routeBucket(store, request);
  if (!store.hasBucket(request.bucket)) throw noSuchBucket();
  const subresource = ['acl', 'tagging', 'uploads', 'uploadId', 'attributes'].find((name) => request.query.has(name));
  if (subresource !== undefined) throw notImplemented(`?${subresource}`);
  if (request.method === 'PUT') return putObject(store, request);
  if (request.method === 'DELETE') return deleteObject(store, request);
  if (request.method === 'GET' || request.method === 'HEAD') return readObject(store, request);
  throw notImplemented(`${request.method} of an object`);
}

async function routeBucket(store: ObjectStore, { method, bucket, query }: ObjectRequest): Promise<AwsResponse> {
  const done: AwsResponse = { status: 200, headers: {}, body: '' };
  if (method === 'PUT' && [...query.keys()].every((name) => name === 'x-id')) {
    if (store.hasBucket(bucket)) throw new S3Error(409, 'BucketAlreadyOwnedByYou', 'You already own this bucket');
    await store.createBucket(bucket);
    return done;
  }
  if (!store.hasBucket(bucket)) throw noSuchBucket();
  if (method === 'HEAD') return done;
  if (method === 'GET' && query.get('list-type') === '2') return listObjects(bucket, store.live(bucket), query);
  throw notImplemented(`${method} of a bucket with ${[...query.keys()].join(', ') || 'no sub-resource'}`);
}

const noSuchBucket = (): S3Error => new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
