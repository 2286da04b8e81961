import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Sha256 } from '@aws-crypto/sha256-js';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AwsServer, serveAws } from '../../../lib/local/aws/http.ts';
import { openS3 } from '../../../lib/local/aws/s3/endpoint.ts';

const CREDENTIALS = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'local-secret' };
const Bucket = 'artifacts';
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

let directory: string;
let server: AwsServer;
let s3: S3Client;
let now: number;

async function boot() {
  const serve = await openS3({
    directory,
    buckets: [Bucket],
    secretFor: (id) => (id === CREDENTIALS.accessKeyId ? CREDENTIALS : undefined),
    now: () => now,
  });
  server = await serveAws({ mounts: [{ matches: () => true, serve, maxBodyBytes: 1_000_000 }], port: 0 });
  s3 = client();
}

const client = (secretAccessKey = CREDENTIALS.secretAccessKey) =>
  new S3Client({
    endpoint: server.url,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { ...CREDENTIALS, secretAccessKey },
  });

async function shutdown() {
  s3.destroy();
  await server.close();
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dxcp-s3-'));
  now = Date.now();
  await boot();
});

afterEach(async () => {
  await shutdown();
  await rm(directory, { recursive: true });
});

const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const text = async (Key: string, more: object = {}) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

describe('an object', () => {
  it('comes back as it was put, with its metadata', async () => {
    const input = { ContentType: 'application/zip', CacheControl: 'no-store', Metadata: { digest: 'abc' } };
    await s3.send(new PutObjectCommand({ Bucket, Key: 'demo/demo 1+é.zip', Body: 'bytes', ...input }));
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key: 'demo/demo 1+é.zip' }));
    expect(answer).toMatchObject({ ...input, ContentLength: 5 });
    expect(await answer.Body?.transformToString()).toBe('bytes');
  });

  it('that was sent as a stream of chunks is kept without their framing', async () => {
    const Body = Readable.from([Buffer.from('hello '), Buffer.from('world')]);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: 11 }));
    expect(await text('streamed')).toBe('hello world');
  });

  it('is described without its bytes, checksum included when asked for', async () => {
    const ChecksumSHA256 = sha256('bytes');
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'bytes', ChecksumSHA256 }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ContentLength: 5, ChecksumSHA256, ChecksumType: 'FULL_OBJECT' });
    const silent = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
    expect(silent.ChecksumSHA256).toBeUndefined();
  });

  it('that is absent is NoSuchKey to a GET and NotFound to a HEAD', async () => {
    await expect(text('absent')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'absent' }))).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('can be read in part', async () => {
    await put('digits', '0123456789');
    const middle = await s3.send(new GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=2-4' }));
    expect(middle.ContentRange).toBe('bytes 2-4/10');
    expect(await middle.Body?.transformToString()).toBe('234');
    expect(await text('digits', { Range: 'bytes=7-' })).toBe('789');
    expect(await text('digits', { Range: 'bytes=-2' })).toBe('89');
    expect(await text('digits', { Range: 'bytes=8-99' })).toBe('89');
    await expect(text('digits', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });
});

describe('a digest that does not fit the bytes', () => {
  it.each([
    ['SHA-256', { ChecksumSHA256: sha256('other') }],
    ['SHA-1', { ChecksumSHA1: createHash('sha1').update('other').digest('base64') }],
    ['CRC-32', { ChecksumCRC32: 'AAAAAA==' }],
    ['MD5', { ContentMD5: createHash('md5').update('other').digest('base64') }],
  ])('(%s) is refused and nothing is kept', async (_, digest) => {
    const command = new PutObjectCommand({ Bucket, Key: 'a', Body: 'bytes', ...digest });
    await expect(s3.send(command)).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(text('a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('versions', () => {
  it('are all kept: overwriting and deleting hide, an id still finds', async () => {
    const first = await put('a', 'one');
    const second = await put('a', 'two');
    const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(marker.DeleteMarker).toBe(true);
    await expect(text('a')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await text('a', { VersionId: first.VersionId })).toBe('one');
    expect(await text('a', { VersionId: second.VersionId })).toBe('two');
    await expect(text('a', { VersionId: 'unknown' })).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  it('can be removed one by one, which uncovers the one before', async () => {
    await put('a', 'one');
    const second = await put('a', 'two');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: second.VersionId }));
    expect(await text('a')).toBe('one');
  });

  it('survive a restart in order', async () => {
    const first = await put('a', 'one');
    await put('a', 'two');
    await shutdown();
    await boot();
    expect(await text('a')).toBe('two');
    expect(await text('a', { VersionId: first.VersionId })).toBe('one');
    await put('a', 'three');
    expect(await text('a')).toBe('three');
  });
});

describe('conditions', () => {
  it('If-None-Match: * lets exactly one of many writers create the key', async () => {
    const writers = Array.from({ length: 10 }, (_, n) =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: `writer ${n}`, IfNoneMatch: '*' })),
    );
    const outcomes = await Promise.allSettled(writers);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'PreconditionFailed' });
    }
  });

  it('If-None-Match: * allows a key again after its deletion', async () => {
    await put('a', 'one');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'two', IfNoneMatch: '*' }));
    expect(await text('a')).toBe('two');
  });

  it('If-Match overwrites only what the caller has seen', async () => {
    const { ETag } = await put('a', 'one');
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'two', IfMatch: ETag }));
    const stale = new PutObjectCommand({ Bucket, Key: 'a', Body: 'three', IfMatch: ETag });
    await expect(s3.send(stale)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const absent = new PutObjectCommand({ Bucket, Key: 'absent', Body: 'x', IfMatch: ETag });
    await expect(s3.send(absent)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('on reads answer 412 for another version and 304 for the same', async () => {
    const { ETag } = await put('a', 'one');
    await expect(text('a', { IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(text('a', { IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  });
});

describe('a listing', () => {
  const list = (more: object) => s3.send(new ListObjectsV2Command({ Bucket, ...more }));

  async function pages(more: object) {
    const seen: string[][] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ ...more, ContinuationToken });
      const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix }) => String(Prefix));
      seen.push([...(page.Contents ?? []).map(({ Key }) => String(Key)), ...prefixes]);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return seen;
  }

  beforeEach(async () => {
    for (const key of ['z', 'demo/demo-1.0.0.zip', 'demo/demo-1.1.0.zip', 'demo/old/a', 'billing/b.zip', 'é&<']) {
      await put(key, key);
    }
    await put('gone', 'x');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
  });

  it('holds live keys in byte order with size and ETag', async () => {
    const { Contents, KeyCount, IsTruncated } = await list({});
    expect(Contents?.map(({ Key }) => Key)).toEqual([
      'billing/b.zip',
      'demo/demo-1.0.0.zip',
      'demo/demo-1.1.0.zip',
      'demo/old/a',
      'z',
      'é&<',
    ]);
    expect([KeyCount, IsTruncated]).toEqual([6, false]);
    expect(Contents?.[4]).toMatchObject({ Size: 1, ETag: `"${createHash('md5').update('z').digest('hex')}"` });
  });

  it('narrows to a prefix and groups by a delimiter', async () => {
    expect(await pages({ Prefix: 'demo/demo-' })).toEqual([['demo/demo-1.0.0.zip', 'demo/demo-1.1.0.zip']]);
    expect(await pages({ Delimiter: '/' })).toEqual([['z', 'é&<', 'billing/', 'demo/']]);
    expect(await pages({ Prefix: 'demo/', Delimiter: '/' })).toEqual([
      ['demo/demo-1.0.0.zip', 'demo/demo-1.1.0.zip', 'demo/old/'],
    ]);
  });

  it('is paged without losing or repeating an entry', async () => {
    expect(await pages({ MaxKeys: 4 })).toEqual([
      ['billing/b.zip', 'demo/demo-1.0.0.zip', 'demo/demo-1.1.0.zip', 'demo/old/a'],
      ['z', 'é&<'],
    ]);
    expect(await pages({ MaxKeys: 1, Delimiter: '/' })).toEqual([['billing/'], ['demo/'], ['z'], ['é&<']]);
    expect(await pages({ MaxKeys: 2 })).toHaveLength(3);
  });

  it('can start after a key and be spelled as URL encoding', async () => {
    expect(await pages({ StartAfter: 'demo/old/a' })).toEqual([['z', 'é&<']]);
    expect(await pages({ StartAfter: 'z', EncodingType: 'url' })).toEqual([['%C3%A9%26%3C']]);
  });
});

describe('buckets', () => {
  it('are created once and found afterwards', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'more' }));
    await s3.send(new HeadBucketCommand({ Bucket: 'more' }));
    await expect(s3.send(new CreateBucketCommand({ Bucket: 'more' }))).rejects.toMatchObject({
      name: 'BucketAlreadyOwnedByYou',
    });
  });

  it('that do not exist are refused by every operation', async () => {
    const absent = { Bucket: 'absent', Key: 'a' };
    await expect(s3.send(new GetObjectCommand(absent))).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(s3.send(new PutObjectCommand({ ...absent, Body: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    await expect(s3.send(new HeadBucketCommand(absent))).rejects.toMatchObject({ name: 'NotFound' });
  });
});

describe('a request', () => {
  it('signed with a wrong secret is refused', async () => {
    const stranger = client('wrong');
    const get = new GetObjectCommand({ Bucket, Key: 'a' });
    await expect(stranger.send(get)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    stranger.destroy();
  });

  it('without any signature is refused', async () => {
    const answer = await fetch(`${server.url}/${Bucket}/a`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
  });

  it('larger than the endpoint allows is answered 413', async () => {
    await expect(put('big', 'x'.repeat(1_000_001))).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } });
  });
});

describe('a presigned upload', () => {
  const body = 'the build';
  const headers = {
    'content-type': 'application/zip',
    'content-length': String(body.length),
    'x-amz-checksum-sha256': sha256(body),
    'if-none-match': '*',
  };

  async function presign(path: string, signed: Record<string, string>) {
    const signer = new SignatureV4({
      service: 's3',
      region: 'us-east-1',
      sha256: Sha256,
      credentials: CREDENTIALS,
      uriEscapePath: false,
      applyChecksum: false,
    });
    const { host, port } = new URL(server.url);
    const request = { method: 'PUT', protocol: 'http:', hostname: '127.0.0.1', port: Number(port), path };
    const { query } = await signer.presign(
      { ...request, headers: { host, ...signed, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      {
        expiresIn: 60,
        signingDate: new Date(now),
        unhoistableHeaders: new Set(Object.keys(signed)),
        unsignableHeaders: new Set(['x-amz-content-sha256']),
        signableHeaders: new Set(['host', ...Object.keys(signed)]),
      },
    );
    const search = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    return `${server.url}${path}?${search.join('&')}`;
  }

  const { 'content-length': _, ...sendable } = headers;
  const send = (url: string, content = body, sent: Record<string, string> = sendable) =>
    fetch(url, { method: 'PUT', headers: sent, body: content });

  it('is accepted once, with the promised bytes', async () => {
    const url = await presign(`/${Bucket}/demo/demo-1.zip`, headers);
    const answer = await send(url);
    expect([answer.status, answer.headers.get('x-amz-version-id')]).toEqual([200, expect.any(String)]);
    expect(await text('demo/demo-1.zip')).toBe(body);
    expect((await send(url)).status).toBe(412);
  });

  it('is refused with other bytes, another length or type, without its condition, or late', async () => {
    const url = await presign(`/${Bucket}/demo/demo-1.zip`, headers);
    expect((await send(url, 'the virus')).status).toBe(400);
    expect((await send(url, 'another build')).status).toBe(403);
    expect((await send(url, body, { ...sendable, 'content-type': 'text/plain' })).status).toBe(403);
    const { 'if-none-match': __, ...unconditional } = sendable;
    expect((await send(url, body, unconditional)).status).toBe(403);
    now += 61_000;
    expect((await send(url)).status).toBe(403);
    await expect(text('demo/demo-1.zip')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('after a crash', () => {
  it('half-written files are gone and what was acknowledged is there', async () => {
    await put('a', 'kept');
    await writeFile(join(directory, Bucket, 'half.data.0a1b.tmp'), 'ha');
    await writeFile(join(directory, Bucket, 'unrecorded.data'), 'half');
    await shutdown();
    await boot();
    expect(await text('a')).toBe('kept');
    expect((await readdir(join(directory, Bucket))).filter((file) => /half|unrecorded/.test(file))).toEqual([]);
  });
});
