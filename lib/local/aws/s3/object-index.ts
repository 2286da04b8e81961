import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { damagedFile } from '../../plane/damaged-file.ts';
import { TEMPORARY_SUFFIX } from './durable-file.ts';
import { type ObjectVersion, objectVersionSchema } from './object-version.ts';

/** Bucket → key → versions, oldest first. */
export type BucketIndex = Map<string, Map<string, ObjectVersion[]>>;

/** Reads every bucket under `directory` and deletes what a crash left behind: temporary files, bytes without a record. */
export async function readBuckets(directory: string): Promise<BucketIndex> {
  const buckets: BucketIndex = new Map();
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) buckets.set(entry.name, await readBucket(join(directory, entry.name)));
  }
  return buckets;
}

async function readBucket(directory: string): Promise<Map<string, ObjectVersion[]>> {
  const files = new Set(await readdir(directory));
  const versions: ObjectVersion[] = [];
  for (const file of files) {
    if (file.endsWith('.json')) versions.push(await readVersion(join(directory, file)));
    else if (isLeftover(file, files)) await rm(join(directory, file));
  }
  versions.sort((a, b) => a.sequence - b.sequence);
  return Map.groupBy(versions, ({ key }) => key);
}

const isLeftover = (file: string, files: ReadonlySet<string>): boolean =>
  file.endsWith(TEMPORARY_SUFFIX) || (file.endsWith('.data') && !files.has(file.replace(/\.data$/, '.json')));

async function readVersion(path: string): Promise<ObjectVersion> {
  const text = await readFile(path, 'utf8');
  try {
    return objectVersionSchema.parse(JSON.parse(text));
  } catch (error) {
    throw damagedFile(path, error, 'the object it describes is gone.');
  }
}
