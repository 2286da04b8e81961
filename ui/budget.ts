import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * What a browser loads, compressed, and how much it may be. `test/e2e/budget.spec.ts` holds the build to it; after
 * `vite build`, `node ui/budget.ts` prints it.
 */

const dist = join(import.meta.dirname, '../dist/ui');
const KB = 1024;

type Chunk = {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
};
type Manifest = Readonly<Record<string, Chunk>>;

/** Sizes in bytes. */
type File = { readonly name: string; readonly size: number };
export type Budget = { readonly name: string; readonly limit: number; readonly files: readonly File[] };

const gzipped = (name: string): File => ({ name, size: gzipSync(readFileSync(join(dist, name)), { level: 9 }).length });
const asIs = (name: string): File => ({ name, size: readFileSync(join(dist, name)).length });

/** The files of a chunk and of all it imports at once. */
const filesOf = (manifest: Manifest, key: string, seen = new Set<string>()): Set<string> => {
  const chunk = manifest[key];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(manifest, imported, seen);
  return seen;
};

const limitOf = (key: string): number => {
  if (/oidc|\/admin\//.test(key)) return 20;
  return /version-picker|palette/.test(key) ? 45 : 15;
};

/** Of the build in `dist/ui`. The entry brings the home page. */
export const readBudgets = (): Budget[] => {
  const manifest: Manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
  const keys = Object.keys(manifest);
  const first = new Set(keys.filter((key) => manifest[key]?.isEntry).flatMap((key) => [...filesOf(manifest, key)]));
  const assets = readdirSync(join(dist, 'assets')).map((name) => `assets/${name}`);
  const ending = (suffix: string) => assets.filter((file) => file.endsWith(suffix));
  const routes = keys.filter((key) => manifest[key]?.isDynamicEntry);
  return [
    { name: 'JavaScript of the first page', limit: 121 * KB, files: [...first].map(gzipped) },
    { name: 'All JavaScript', limit: 260 * KB, files: ending('.js').map(gzipped) },
    { name: 'CSS', limit: 12 * KB, files: ending('.css').map(gzipped) },
    { name: 'Fonts', limit: 55 * KB, files: ending('.woff2').map(asIs) },
    ...routes.map((key) => ({
      name: `Route ${key.split('/').slice(-2).join('/')}`,
      limit: limitOf(key) * KB,
      files: [...filesOf(manifest, key)].filter((file) => !first.has(file)).map(gzipped),
    })),
  ];
};

const spentOf = ({ files }: Budget): number => files.reduce((sum, { size }) => sum + size, 0);
const inKB = (bytes: number): string => `${(bytes / KB).toFixed(1)} KB`;

/** One sentence for each budget that is overspent, with the files that spend it, the largest first. */
export const breachesOf = (budgets: readonly Budget[]): string[] =>
  budgets
    .filter((budget) => spentOf(budget) > budget.limit)
    .map((budget) => {
      const files = [...budget.files].sort((a, b) => b.size - a.size).map(({ name, size }) => `${name} ${inKB(size)}`);
      return `${budget.name}: ${inKB(spentOf(budget))}, the bar is ${inKB(budget.limit)} (${files.join(', ')})`;
    });

if (import.meta.main) {
  const budgets = readBudgets();
  for (const budget of budgets) {
    process.stdout.write(`${budget.name.padEnd(40)} ${inKB(spentOf(budget)).padStart(9)} of ${inKB(budget.limit)}\n`);
  }
  const breaches = breachesOf(budgets);
  for (const breach of breaches) process.stderr.write(`Over: ${breach}\n`);
  process.exitCode = breaches.length > 0 ? 1 : 0;
}
