import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type UiBuild = { readonly kind: 'current' | 'built' } | { readonly kind: 'failed'; readonly detail: string };

/** Everything a build of the UI depends on. */
const SOURCES = ['ui/**/*', 'lib/contract/**/*.ts', 'lib/domain/states.ts', 'package-lock.json'];
const HASH_FILE = 'dist/ui/.hash';

/** Builds the web UI into `dist/ui`, unless what is there was built from the same content. */
export async function buildUi(root: string, announce: (text: string) => void): Promise<UiBuild> {
  if (!existsSync(join(root, 'ui', 'vite.config.ts'))) return { kind: 'failed', detail: 'There is no ui directory' };
  const hash = contentHash(root);
  if (builtHash(root) === hash) return { kind: 'current' };
  announce('Building the web UI (only after a change) …');
  try {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    await promisify(execFile)(
      process.execPath,
      [vite, 'build', '--config', 'ui/vite.config.ts', '--logLevel', 'warn'],
      {
        cwd: root,
        maxBuffer: 16 * 1024 * 1024,
      },
    );
    writeFileSync(join(root, HASH_FILE), hash);
    return { kind: 'built' };
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    return { kind: 'failed', detail: output.trim() || String(error) };
  }
}

/** Names the UI that is built, or is about to be. */
export function contentHash(root: string): string {
  const hash = createHash('sha256');
  for (const name of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).sort()) {
    const path = join(root, name);
    if (statSync(path).isFile()) hash.update(name).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function builtHash(root: string): string | undefined {
  const file = join(root, HASH_FILE);
  return existsSync(file) && existsSync(join(root, 'dist/ui/index.html')) ? readFileSync(file, 'utf8') : undefined;
}
