import type { AwsResponse } from '../http.ts';
import { decodeChunked, isChunked } from './aws-chunked.ts';
import { verifyChecksum, verifyMd5 } from './checksum.ts';
import { notImplemented, preconditionFailed, S3Error } from './error.ts';
import type { ObjectStore } from './object-store.ts';
import type { ObjectVersion } from './object-version.ts';
import type { ObjectRequest } from './read-object.ts';

const KEPT_HEADERS = new Set(['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires']);
const LONGEST_KEY_BYTES = 1024;

/** PutObject: digests verified, conditions checked against the newest version, then one more version. */
export async function putObject(store: ObjectStore, request: ObjectRequest): Promise<AwsResponse> {
  const { bucket, key, headers } = request;
  if (headers['x-amz-copy-source'] !== undefined) throw notImplemented('CopyObject');
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) throw new S3Error(400, 'KeyTooLongError', 'Your key is too long');
  const { data, trailers } = isChunked(headers)
    ? decodeChunked(request.body, headers)
    : { data: request.body, trailers: {} };
  verifyMd5(data, headers);
  const checksum = verifyChecksum(data, { ...headers, ...trailers });
  const object = { data, checksum, headers: keptHeaders(headers) };
  const version = await store.put({ bucket, key }, object, (newest) => checkConditions(newest, headers));
  const answer = { etag: version.etag, 'x-amz-version-id': version.versionId, ...checksum };
  return { status: 200, headers: answer, body: '' };
}

/** DeleteObject: without a version id a delete marker hides the key; with one, that version is gone for good. */
export async function deleteObject(store: ObjectStore, request: ObjectRequest): Promise<AwsResponse> {
  const { bucket, key, query } = request;
  const versionId = query.get('versionId');
  if (versionId === null) {
    const marker = await store.addDeleteMarker(bucket, key);
    return deleted({ 'x-amz-version-id': marker.versionId, 'x-amz-delete-marker': 'true' });
  }
  const version = store.version(bucket, key, versionId);
  if (version !== undefined) await store.removeVersion(bucket, version);
  return deleted({ 'x-amz-version-id': versionId });
}

const deleted = (headers: Record<string, string>): AwsResponse => ({ status: 204, headers, body: '' });

function checkConditions(newest: ObjectVersion | undefined, headers: ObjectRequest['headers']): void {
  const current = newest?.deleteMarker ? undefined : newest;
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match with an ETag on a write');
  if (noneMatch === '*' && current !== undefined) throw preconditionFailed();
  const match = headers['if-match'];
  if (match === undefined) return;
  if (current === undefined) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist');
  if (match !== current.etag) throw preconditionFailed();
}

function keptHeaders(headers: ObjectRequest['headers']): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.has(name) || name.startsWith('x-amz-meta-'));
  const encoding = headers['content-encoding']
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked')
    .join(',');
  return { ...Object.fromEntries(kept), ...(encoding && { 'content-encoding': encoding }) };
}
