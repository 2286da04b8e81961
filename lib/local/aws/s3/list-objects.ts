import type { AwsResponse } from '../http.ts';
import { S3Error } from './error.ts';
import type { ObjectVersion } from './object-version.ts';
import { element, S3_NAMESPACE, xmlDocument } from './xml.ts';

const MOST_KEYS = 1000;

type Query = {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  /** Resume strictly after this key… */
  readonly after: string;
  /** …and after everything under this common prefix. */
  readonly afterPrefix?: string;
};

type Page = { contents: ObjectVersion[]; prefixes: string[]; next?: string };

/** ListObjectsV2: keys in UTF-8 byte order, grouped by delimiter, at most 1,000 keys and prefixes a page. */
export function listObjects(bucket: string, live: readonly ObjectVersion[], search: URLSearchParams): AwsResponse {
  const query = readQuery(search);
  const page = pageOf(live, query);
  const spell = search.get('encoding-type') === 'url' ? encodeURIComponent : (text: string) => text;
  const body = [
    element('Name', bucket),
    element('Prefix', spell(query.prefix)),
    query.delimiter && element('Delimiter', spell(query.delimiter)),
    search.has('encoding-type') ? element('EncodingType', 'url') : '',
    element('MaxKeys', query.maxKeys),
    element('KeyCount', page.contents.length + page.prefixes.length),
    element('IsTruncated', page.next !== undefined),
    page.next === undefined ? '' : element('NextContinuationToken', page.next),
    ...page.contents.map((version) => contents(version, spell(version.key))),
    ...page.prefixes.map((prefix) => `<CommonPrefixes>${element('Prefix', spell(prefix))}</CommonPrefixes>`),
  ].join('');
  const xml = xmlDocument(`<ListBucketResult xmlns="${S3_NAMESPACE}">${body}</ListBucketResult>`);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: xml };
}

function readQuery(search: URLSearchParams): Query {
  const maxKeys = Number(search.get('max-keys') ?? MOST_KEYS);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) {
    throw new S3Error(400, 'InvalidArgument', 'max-keys must be a non-negative integer');
  }
  return {
    prefix: search.get('prefix') ?? '',
    delimiter: search.get('delimiter') ?? '',
    maxKeys: Math.min(maxKeys, MOST_KEYS),
    after: search.get('start-after') ?? '',
    ...readToken(search.get('continuation-token')),
  };
}

/** A token is `k` or `p` (last entry was a key or a common prefix) and the entry itself. */
function readToken(token: string | null): { after: string; afterPrefix?: string } | undefined {
  if (token === null) return undefined;
  const text = Buffer.from(token, 'base64url').toString();
  const entry = text.slice(1);
  if (text.startsWith('k')) return { after: entry };
  if (text.startsWith('p')) return { after: entry, afterPrefix: entry };
  throw new S3Error(400, 'InvalidArgument', 'The continuation token provided is incorrect');
}

const token = (kind: 'k' | 'p', entry: string): string => Buffer.from(kind + entry).toString('base64url');

function pageOf(live: readonly ObjectVersion[], query: Query): Page {
  const page: Page = { contents: [], prefixes: [] };
  let last = '';
  for (const version of candidates(live, query)) {
    const group = commonPrefix(version.key, query);
    if (group !== undefined && group === page.prefixes.at(-1)) continue;
    if (page.contents.length + page.prefixes.length === query.maxKeys) return last ? { ...page, next: last } : page;
    if (group === undefined) page.contents.push(version);
    else page.prefixes.push(group);
    last = group === undefined ? token('k', version.key) : token('p', group);
  }
  return page;
}

function candidates(live: readonly ObjectVersion[], { prefix, after, afterPrefix }: Query): ObjectVersion[] {
  return live
    .filter(({ key }) => key.startsWith(prefix) && byteOrder(key, after) > 0)
    .filter(({ key }) => afterPrefix === undefined || !key.startsWith(afterPrefix))
    .sort((a, b) => byteOrder(a.key, b.key));
}

const byteOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function commonPrefix(key: string, { prefix, delimiter }: Query): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

const contents = (version: ObjectVersion, key: string): string =>
  `<Contents>${[
    element('Key', key),
    element('LastModified', version.lastModified),
    element('ETag', version.etag),
    element('Size', version.size),
    element('StorageClass', 'STANDARD'),
  ].join('')}</Contents>`;
