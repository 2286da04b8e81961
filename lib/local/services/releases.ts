import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { damagedFile } from '../plane/damaged-file.ts';
import { unpackService } from './unpack.ts';

const releaseSchema = z.object({ id: z.string(), service: z.string(), environment: z.string(), version: z.string() });
const indexSchema = z.array(releaseSchema);

/** What serves an environment's traffic for a service. */
export type Release = Readonly<z.infer<typeof releaseSchema>>;

/** Unpacked releases on disk, and which of them serve. */
export type Releases = {
  readonly serving: () => readonly Release[];
  directory(id: string): string;
  isUnpacked(id: string): boolean;
  unpack(id: string, archive: Uint8Array): void;
  /** Makes the release the serving one and gives the one it replaces. */
  serve(release: Release): Release | undefined;
  remove(id: string): void;
};

/** Reads what is there and drops what no longer serves. */
export function openReleases(dataDir: string): Releases {
  const root = join(dataDir, 'releases');
  const index = join(dataDir, 'serving.json');
  mkdirSync(root, { recursive: true });
  const directory = (id: string) => join(root, id);
  const isUnpacked = (id: string) => existsSync(join(directory(id), 'server.mjs'));
  const remove = (id: string) => rmSync(directory(id), { recursive: true, force: true });
  let serving: readonly Release[] = readIndex(index).filter(({ id }) => isUnpacked(id));
  for (const name of readdirSync(root)) if (!serving.some(({ id }) => id === name)) remove(name);
  return {
    serving: () => serving,
    directory,
    isUnpacked,
    unpack: (id, archive) => unpackService(archive, directory(id)),
    serve: (release) => {
      const replaced = serving.find((other) => isSamePlace(other, release));
      serving = [...serving.filter((other) => other !== replaced), release];
      writeFileSync(`${index}.new`, JSON.stringify(serving, null, 2));
      renameSync(`${index}.new`, index);
      return replaced?.id === release.id ? undefined : replaced;
    },
    remove,
  };
}

function isSamePlace(a: Release, b: Release): boolean {
  return a.service === b.service && a.environment === b.environment;
}

function readIndex(path: string): readonly Release[] {
  if (!existsSync(path)) return [];
  try {
    return indexSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw damagedFile(path, error, 'services answer again after their next deployment.');
  }
}
