import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from './durable-file.ts';
import { readBuckets } from './object-index.ts';
import type { ObjectVersion } from './object-version.ts';

type NewObject = Pick<ObjectVersion, 'headers' | 'checksum'> & { readonly data: Buffer };

/** Buckets of versioned objects on disk. Every write is a new version; the record is renamed in place after the bytes. */
export type ObjectStore = {
  readonly hasBucket: (bucket: string) => boolean;
  readonly createBucket: (bucket: string) => Promise<void>;
  /** Newest version of a key, delete markers included. */
  readonly newest: (bucket: string, key: string) => ObjectVersion | undefined;
  readonly version: (bucket: string, key: string, versionId: string) => ObjectVersion | undefined;
  /** Newest version of every key that is not deleted, in no order. */
  readonly live: (bucket: string) => ObjectVersion[];
  readonly read: (bucket: string, version: ObjectVersion) => Promise<Buffer>;
  /** `accept` sees the newest version while no other write of the key can happen; it throws to refuse. */
  readonly put: (
    target: { bucket: string; key: string },
    object: NewObject,
    accept: (newest: ObjectVersion | undefined) => void,
  ) => Promise<ObjectVersion>;
  readonly addDeleteMarker: (bucket: string, key: string) => Promise<ObjectVersion>;
  readonly removeVersion: (bucket: string, version: ObjectVersion) => Promise<void>;
};

/** Opens the store in `directory`, dropping what a crash left half-written. `now` is in epoch milliseconds. */
export async function openObjectStore(directory: string, now: () => number): Promise<ObjectStore> {
  await mkdir(directory, { recursive: true });
  const buckets = await readBuckets(directory);
  const versionsOf = (bucket: string, key: string): ObjectVersion[] => buckets.get(bucket)?.get(key) ?? [];
  let sequence = Math.max(0, ...[...buckets.values()].flatMap((keys) => [...keys.values()].flat().map(sequenceOf)));
  const oneAtATime = serializer();

  async function append(bucket: string, data: Buffer, draft: Omit<ObjectVersion, 'sequence' | 'lastModified'>) {
    const version = { ...draft, sequence: ++sequence, lastModified: new Date(now()).toISOString() };
    const path = join(directory, bucket, version.versionId);
    if (!version.deleteMarker) await writeDurably(`${path}.data`, data);
    await writeDurably(`${path}.json`, JSON.stringify(version));
    const keys = buckets.get(bucket);
    keys?.set(version.key, [...(keys.get(version.key) ?? []), version]);
    return version;
  }

  return {
    hasBucket: (bucket) => buckets.has(bucket),
    createBucket: async (bucket) => {
      await mkdir(join(directory, bucket), { recursive: true });
      buckets.set(bucket, buckets.get(bucket) ?? new Map());
    },
    newest: (bucket, key) => versionsOf(bucket, key).at(-1),
    version: (bucket, key, versionId) => versionsOf(bucket, key).find((version) => version.versionId === versionId),
    live: (bucket) =>
      [...(buckets.get(bucket)?.values() ?? [])]
        .flatMap((versions) => versions.at(-1) ?? [])
        .filter((version) => !version.deleteMarker),
    read: (bucket, version) => readFile(join(directory, bucket, `${version.versionId}.data`)),
    put: ({ bucket, key }, { data, headers, checksum }, accept) =>
      oneAtATime(`${bucket}/${key}`, async () => {
        accept(versionsOf(bucket, key).at(-1));
        const etag = `"${createHash('md5').update(data).digest('hex')}"`;
        const identity = { key, versionId: newVersionId(), deleteMarker: false };
        return append(bucket, data, { ...identity, size: data.length, etag, headers, checksum });
      }),
    addDeleteMarker: (bucket, key) =>
      oneAtATime(`${bucket}/${key}`, async () => {
        const marker = { key, versionId: newVersionId(), deleteMarker: true, size: 0, etag: '""' };
        return append(bucket, Buffer.alloc(0), { ...marker, headers: {}, checksum: {} });
      }),
    removeVersion: (bucket, version) =>
      oneAtATime(`${bucket}/${version.key}`, async () => {
        const path = join(directory, bucket, version.versionId);
        await rm(`${path}.json`, { force: true });
        await rm(`${path}.data`, { force: true });
        const left = versionsOf(bucket, version.key).filter(({ versionId }) => versionId !== version.versionId);
        if (left.length > 0) buckets.get(bucket)?.set(version.key, left);
        else buckets.get(bucket)?.delete(version.key);
      }),
  };
}

const sequenceOf = (version: ObjectVersion): number => version.sequence;

const newVersionId = (): string => randomBytes(24).toString('base64url');

/** Runs the tasks of one name in order, those of different names at the same time. */
function serializer() {
  const tails = new Map<string, Promise<unknown>>();
  return async <T>(name: string, task: () => Promise<T>): Promise<T> => {
    const turn = (tails.get(name) ?? Promise.resolve()).then(task, task);
    tails.set(name, turn);
    try {
      return await turn;
    } finally {
      if (tails.get(name) === turn) tails.delete(name);
    }
  };
}
