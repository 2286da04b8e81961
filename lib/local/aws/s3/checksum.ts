import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { notImplemented, S3Error } from './error.ts';

type Headers = Readonly<Record<string, string>>;

const PREFIX = 'x-amz-checksum-';
/** Headers that share the prefix without naming an algorithm. */
const NOT_ALGORITHMS = new Set(['x-amz-checksum-mode', 'x-amz-checksum-algorithm', 'x-amz-checksum-type']);

const ALGORITHMS: Readonly<Record<string, (data: Buffer) => Buffer>> = {
  crc32: (data) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(data));
    return sum;
  },
  sha1: (data) => createHash('sha1').update(data).digest(),
  sha256: (data) => createHash('sha256').update(data).digest(),
};

/** Verifies the checksum the caller sent (header or trailer) and returns it for keeping; throws when it differs. */
export function verifyChecksum(data: Buffer, sent: Headers): Record<string, string> {
  const given = Object.entries(sent).filter(([name]) => name.startsWith(PREFIX) && !NOT_ALGORITHMS.has(name));
  if (given.length > 1) throw new S3Error(400, 'InvalidRequest', 'Expecting a single x-amz-checksum- header');
  for (const [name, value] of given) {
    const digest = ALGORITHMS[name.slice(PREFIX.length)];
    if (digest === undefined) throw notImplemented(name);
    if (digest(data).toString('base64') !== value) {
      throw new S3Error(400, 'BadDigest', `The ${name} you specified did not match the calculated checksum`);
    }
  }
  return Object.fromEntries(given);
}

/** Verifies `content-md5`, when sent. */
export function verifyMd5(data: Buffer, sent: Headers): void {
  const expected = sent['content-md5'];
  if (expected === undefined || createHash('md5').update(data).digest('base64') === expected) return;
  throw new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received');
}
