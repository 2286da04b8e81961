import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';
import type { Bounds, Verdict } from './trial.ts';

/** The table of all defects: what finds each, from which seed, and after how many runs. Also says where to begin. */

const FILE = join(import.meta.dirname, '../../../docs/mutants.md');

/** By mutant, the seed that found it the last time, and how many runs it took to come upon it. */
export type Known = ReadonlyMap<string, { readonly seed: number; readonly runs: number }>;

const read = (): string => (existsSync(FILE) ? readFileSync(FILE, 'utf8') : '');

export const readKnown = (): Known => {
  const rows = read().matchAll(/^\| `([^`]+)` \|.*\| (\d+) \| (\d+) \|$/gm);
  return new Map([...rows].map(([, id = '', seed, runs]) => [id, { seed: Number(seed), runs: Number(runs) }]));
};

/** Writes what was tried; of the other mutants there are, what is known of them stays. */
export const writeTable = (verdicts: readonly Verdict[], all: readonly Mutant[], bounds: Bounds): void => {
  const kept = new Map([...read().matchAll(/^\| `([^`]+)` \|.*$/gm)].map(([row, id = '']) => [id, row]));
  const fresh = new Map(verdicts.map((verdict) => [verdict.mutant.id, rowOf(verdict)]));
  const rows = all.flatMap(({ id }) => fresh.get(id) ?? kept.get(id) ?? []);
  writeFileSync(FILE, tableOf(rows, bounds));
};

const NOT_FOUND = 'not found | – | –';

const rowOf = ({ mutant, caught, runs }: Verdict): string => {
  const found = caught ? `${caught.failure.invariant} | ${caught.seed} | ${runs}` : NOT_FOUND;
  return `| \`${mutant.id}\` | ${mutant.defect} | \`${mutant.file}\` | ${found} |`;
};

const tableOf = (rows: readonly string[], { steps }: Bounds): string => {
  const found = rows.filter((row) => !row.includes(NOT_FOUND)).length;
  return `# Mutants

Written by \`npm run simulate:mutants\`, which makes each of these defects in a copy of the sources and has the
simulation find it: ${found} of ${rows.length} are found, in runs of ${steps} steps. The same runs find nothing without a defect. The
seed that found a defect the last time is played first; \`--fresh\` begins with seed 1, and the runs are counted from
there, without those of worlds in which the defect cannot be met. Play one again, and write its row anew:
\`npm run simulate:mutants -- --only ID\`.

| mutant | defect | where | found by | seed | runs |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
};
