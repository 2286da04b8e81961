import { globSync } from 'node:fs';
import { join } from 'node:path';

/** Where the bundles go: `dist/functions/<door>/index.mjs`, one folder per Lambda function. */
export const BUNDLES = 'dist/functions';

/** `live.ts` composes the doors beside or below it, from the engines among others, and is none itself. */
const COMPOSES = /(^|\/)(live|engines)$/;

/** Every Lambda function, by its path below `functions` without the extension, for example `api/deployments/create`. */
export const listDoors = (root: string): readonly string[] =>
  globSync('functions/**/*.ts', { cwd: root })
    .map((file) => file.replaceAll('\\', '/').slice('functions/'.length, -'.ts'.length))
    .filter((door) => !COMPOSES.test(door))
    .sort();

export const bundleOf = (root: string, door: string): string => join(root, BUNDLES, door, 'index.mjs');
