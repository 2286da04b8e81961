import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Prints what a browser loads, compressed, and fails when a budget is spent.
 * Run after `vite build`: `node ui/budget.ts`.
 */

const dist = join(import.meta.dirname, '../dist/ui');
const KB = 1024;

type Chunk = {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
};
type Manifest = Readonly<Record<string, Chunk>>;

const manifest: Manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
const compressed = (file: string): number => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
const sizeOf = (files: Iterable<string>): number => [...files].reduce((sum, file) => sum + compressed(file), 0);

/** The files of a chunk and of all it imports at once. */
const filesOf = (key: string, seen = new Set<string>()): Set<string> => {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(imported, seen);
  return seen;
};

const keys = Object.keys(manifest);
const entry = keys.find((key) => manifest[key]?.isEntry) ?? 'index.html';
const home = keys.find((key) => key.endsWith('screens/services/services.tsx')) ?? '';
const shared = filesOf(entry);
const firstPage = new Set([...shared, ...filesOf(home)]);
const assets = readdirSync(join(dist, 'assets')).map((name) => `assets/${name}`);
const ending = (suffix: string) => assets.filter((file) => file.endsWith(suffix));

const budgets: [name: string, spent: number, limit: number][] = [
  ['JavaScript of the first page', sizeOf([...firstPage].filter((f) => f.endsWith('.js'))), 125 * KB],
  ['All JavaScript', sizeOf(ending('.js')), 230 * KB],
  ['CSS', sizeOf(ending('.css')), 12 * KB],
  ['Fonts', ending('.woff2').reduce((sum, file) => sum + readFileSync(join(dist, file)).length, 0), 55 * KB],
];
for (const key of keys.filter((k) => manifest[k]?.isDynamicEntry)) {
  const own = [...filesOf(key)].filter((file) => !shared.has(file));
  const limit = /oidc/.test(key) ? 20 : /version-picker|palette/.test(key) ? 45 : 15;
  budgets.push([`Route ${key.replace('src/', '')}`, sizeOf(own), limit * KB]);
}

let over = false;
for (const [name, spent, limit] of budgets) {
  over ||= spent > limit;
  const figures = `${(spent / KB).toFixed(1).padStart(7)} of ${(limit / KB).toFixed(0).padStart(3)} KB`;
  process.stdout.write(`${spent > limit ? 'OVER ' : 'ok   '} ${name.padEnd(46)} ${figures}\n`);
}
process.exitCode = over ? 1 : 0;
