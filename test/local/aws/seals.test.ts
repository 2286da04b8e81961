import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKmsSigner } from '../../../lib/adapters/kms/signer.ts';
import { createSealArchive } from '../../../lib/adapters/s3/seal-archive.ts';
import { sealTools } from '../../../lib/adapters/system/seal-tools.ts';
import { auditLine } from '../../../lib/contract/seal.ts';
import { lineOf } from '../../../lib/domain/seals/seal.ts';
import { type AwsServer, byTarget, serveAws } from '../../../lib/local/aws/http.ts';
import { keyArn, openKms } from '../../../lib/local/aws/kms.ts';
import { openS3 } from '../../../lib/local/aws/s3/endpoint.ts';
import { ForeignSeal } from '../../../lib/ports/seals.ts';
import { aKey, chainOf, morning } from '../../domain/seals/record.ts';

/** The key and the archive of the seals, by the adapters and the SDK as they are deployed. */

const Bucket = 'seals';
const credentials = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'local-secret' };

let directory: string;
let server: AwsServer;
let kms: KMSClient;
let s3: S3Client;

const keyFile = () => join(directory, 'kms', 'keys.json');

const boot = async () => {
  const serveKms = await openKms({ file: keyFile(), keys: ['seals'] });
  const serveS3 = await openS3({
    directory: join(directory, 's3'),
    buckets: [Bucket],
    locked: [Bucket],
    secretFor: () => credentials,
    now: Date.now,
  });
  server = await serveAws({
    mounts: [
      { matches: byTarget('TrentService'), serve: serveKms, maxBodyBytes: 100_000 },
      { matches: () => true, serve: serveS3, maxBodyBytes: 1_000_000 },
    ],
    port: 0,
  });
  const settings = { endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 };
  kms = new KMSClient(settings);
  s3 = new S3Client({ ...settings, forcePathStyle: true });
};

const shutdown = async () => {
  kms.destroy();
  s3.destroy();
  await server.close();
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dxcp-seals-'));
  await boot();
});
afterEach(async () => {
  await shutdown();
  await rm(directory, { recursive: true });
});

describe('The key of the seals', () => {
  it('signs what its public half verifies, also after a restart', async () => {
    const first = await createKmsSigner(kms, keyArn('seals')).sign('a'.repeat(64));
    expect(first).toMatchObject({ keyId: keyArn('seals'), algorithm: 'ECDSA_SHA_256' });
    await shutdown();
    await boot();
    const second = await createKmsSigner(kms, 'seals').sign('b'.repeat(64));
    expect(second.publicKey).toBe(first.publicKey);
    expect(sealTools.verifies(first.publicKey, 'a'.repeat(64), first.value)).toBe(true);
    expect(sealTools.verifies(second.publicKey, 'b'.repeat(64), second.value)).toBe(true);
    expect(sealTools.verifies(first.publicKey, 'b'.repeat(64), first.value)).toBe(false);
  });

  it('is in a file of its owner, and never in an answer', async () => {
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
    const answer = await kms.send(new GetPublicKeyCommand({ KeyId: 'seals' }));
    expect(JSON.stringify(answer)).not.toContain('PRIVATE');
    expect(answer).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    expect(await readFile(keyFile(), 'utf8')).toContain('PRIVATE KEY');
  });

  it('is refused as KMS refuses: an unknown key, a long message, another algorithm', async () => {
    await expect(createKmsSigner(kms, 'another').sign('x')).rejects.toMatchObject({ name: 'NotFoundException' });
    const sign = (bytes: number, algorithm: 'ECDSA_SHA_256' | 'ECDSA_SHA_512') =>
      kms.send(new SignCommand({ KeyId: 'seals', Message: new Uint8Array(bytes), SigningAlgorithm: algorithm }));
    await expect(sign(4097, 'ECDSA_SHA_256')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(sign(1, 'ECDSA_SHA_512')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('asks for the public half again after it could not be had', async () => {
    const signer = createKmsSigner(kms, 'later');
    await expect(signer.sign('x')).rejects.toThrow();
    await shutdown();
    await openKms({ file: keyFile(), keys: ['later'] });
    await boot();
    expect(await createKmsSigner(kms, 'later').sign('x')).toMatchObject({ keyId: keyArn('later') });
  });

  it('is not made anew where its file is damaged', async () => {
    await shutdown();
    await writeFile(keyFile(), '{');
    await expect(openKms({ file: keyFile(), keys: ['seals'] })).rejects.toThrow('is damaged');
    await writeFile(keyFile(), '{}');
    await boot();
  });
});

describe('The archive of the seals', () => {
  const [seal] = chainOf(morning);
  if (!seal) throw new Error('There is a first seal');
  const Key = 'seals/000000000001.json';

  it('takes a seal once, as a line that a verification reads, and the same again without a word', async () => {
    const archive = createSealArchive(s3, Bucket);
    await archive.keep(seal);
    await archive.keep(seal);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(auditLine.parse(JSON.parse((await Body?.transformToString()) ?? ''))).toEqual(lineOf(seal, 'all'));
    expect((await readdir(join(directory, 's3', Bucket))).filter((name) => name.endsWith('.data'))).toHaveLength(1);
  });

  it('says where another one lies', async () => {
    const archive = createSealArchive(s3, Bucket);
    await archive.keep(seal);
    const other = { ...seal, signature: aKey().sign(seal.head) };
    await expect(archive.keep(other)).rejects.toBeInstanceOf(ForeignSeal);
  });

  it('lets nobody remove a seal, or put another in its place', async () => {
    await createSealArchive(s3, Bucket).keep(seal);
    const denied = { name: 'AccessDenied' };
    await expect(s3.send(new DeleteObjectCommand({ Bucket, Key }))).rejects.toMatchObject(denied);
    await expect(s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))).rejects.toMatchObject(denied);
    const again = new PutObjectCommand({ Bucket, Key, Body: 'x', IfNoneMatch: '*' });
    await expect(s3.send(again)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('passes on what else goes wrong', async () => {
    await expect(createSealArchive(s3, 'nowhere').keep(seal)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});
