import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions } from './bundle.ts';
import { BUNDLES } from './doors.ts';
import { type BundleSize, measureBundles } from './sizes.ts';

/** Everything that decides the bytes of the bundles. */
const SOURCES = ['functions/**/*.ts', 'lib/**/*.ts', 'scripts/build/*.ts', 'package-lock.json'];
const HASH_FILE = join(BUNDLES, '.hash');

/** Some function is larger than it may be. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** Bundles all functions anew. The bundles are there, too, when one of them is beyond its cap. */
export const buildFunctions = async (root: string): Promise<readonly BundleSize[]> => {
  const hash = contentHash(root);
  const sizes = measureBundles(await bundleFunctions(root));
  writeFileSync(join(root, HASH_FILE), hash);
  return sizes;
};

/** Bundles all functions unless those that are there were made from the same sources. Throws `TooLarge`. */
export const buildStaleFunctions = async (root: string): Promise<'current' | 'built'> => {
  const file = join(root, HASH_FILE);
  if (existsSync(file) && readFileSync(file, 'utf8') === contentHash(root)) return 'current';
  refuseLarge(await buildFunctions(root));
  return 'built';
};

export const refuseLarge = (sizes: readonly BundleSize[]): void => {
  const tooLarge = sizes.filter(({ bytes, cap }) => bytes > cap).map(({ door }) => door);
  if (tooLarge.length > 0) throw new TooLarge(`Too large: ${tooLarge.join(', ')}. Look at what they import.`);
};

const contentHash = (root: string): string => {
  const hash = createHash('sha256');
  for (const name of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).sort()) {
    if (statSync(join(root, name)).isFile()) hash.update(`${name}\0`).update(readFileSync(join(root, name)));
  }
  return hash.digest('hex');
};
