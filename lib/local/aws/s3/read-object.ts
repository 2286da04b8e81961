import type { AwsResponse } from '../http.ts';
import { preconditionFailed, S3Error } from './error.ts';
import type { ObjectStore } from './object-store.ts';
import type { ObjectVersion } from './object-version.ts';

export type ObjectRequest = {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

type Range = { readonly first: number; readonly last: number };

/** GetObject and HeadObject: the newest or a named version, conditions, one byte range, checksums when asked for. */
export async function readObject(store: ObjectStore, request: ObjectRequest): Promise<AwsResponse> {
  const version = find(store, request);
  checkConditions(version, request.headers);
  const range = readRange(request.headers.range, version.size);
  const length = range === undefined ? version.size : range.last - range.first + 1;
  const headers = {
    'content-type': 'binary/octet-stream',
    ...version.headers,
    ...(request.headers['x-amz-checksum-mode'] === 'ENABLED' && range === undefined && checksumHeaders(version)),
    ...(range && { 'content-range': `bytes ${range.first}-${range.last}/${version.size}` }),
    'accept-ranges': 'bytes',
    'content-length': String(length),
    'last-modified': new Date(version.lastModified).toUTCString(),
    etag: version.etag,
    'x-amz-version-id': version.versionId,
  };
  const status = range === undefined ? 200 : 206;
  if (request.method === 'HEAD') return { status, headers, body: '' };
  const data = await store.read(request.bucket, version);
  return { status, headers, body: range === undefined ? data : data.subarray(range.first, range.last + 1) };
}

function find(store: ObjectStore, { bucket, key, query }: ObjectRequest): ObjectVersion {
  const versionId = query.get('versionId');
  const found = versionId === null ? store.newest(bucket, key) : store.version(bucket, key, versionId);
  if (found === undefined && versionId !== null) {
    throw new S3Error(404, 'NoSuchVersion', 'The specified version does not exist');
  }
  if (found?.deleteMarker) {
    const marker = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': found.versionId };
    if (versionId !== null) throw new S3Error(405, 'MethodNotAllowed', 'The version is a delete marker', marker);
    throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist', marker);
  }
  if (found === undefined) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist');
  return found;
}

function checkConditions(version: ObjectVersion, headers: ObjectRequest['headers']): void {
  const match = headers['if-match'];
  if (match !== undefined && match !== '*' && match !== version.etag) throw preconditionFailed();
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined && (noneMatch === '*' || noneMatch === version.etag)) {
    throw new S3Error(304, 'NotModified', 'Not Modified', { etag: version.etag });
  }
}

const checksumHeaders = (version: ObjectVersion): Record<string, string> =>
  Object.keys(version.checksum).length === 0 ? {} : { ...version.checksum, 'x-amz-checksum-type': 'FULL_OBJECT' };

/** A range S3 would not understand is ignored; one that lies outside the object is refused. */
function readRange(header: string | undefined, size: number): Range | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const range =
    from === ''
      ? { first: Math.max(0, size - Number(to)), last: size - 1 }
      : { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
  if (range.first <= range.last) return range;
  throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
    'content-range': `bytes */${size}`,
  });
}
