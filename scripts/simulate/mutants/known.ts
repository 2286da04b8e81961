import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bounds, Verdict } from './trial.ts';

/** The table of all defects: what finds each, from which seed, and after how many runs. Also says where to begin. */

const FILE = join(import.meta.dirname, '../../../docs/mutants.md');

/** By mutant, the seed that found it the last time, and how many runs it took to come upon it. */
export type Known = ReadonlyMap<string, { readonly seed: number; readonly runs: number }>;

export const readKnown = (): Known => {
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const rows = text.matchAll(/^\| `([^`]+)` \|.*\| (\d+) \| (\d+) \|$/gm);
  return new Map([...rows].map(([, id = '', seed, runs]) => [id, { seed: Number(seed), runs: Number(runs) }]));
};

export const writeTable = (verdicts: readonly Verdict[], bounds: Bounds): void =>
  writeFileSync(FILE, tableOf(verdicts, bounds));

const tableOf = (verdicts: readonly Verdict[], { runs, steps }: Bounds): string => {
  const rows = verdicts.map(({ mutant, caught, runs: needed }) => {
    const found = caught ? `${caught.failure.invariant} | ${caught.seed} | ${needed}` : 'not found | – | –';
    return `| \`${mutant.id}\` | ${mutant.defect} | \`${mutant.file}\` | ${found} |`;
  });
  const found = verdicts.filter(({ caught }) => caught).length;
  return `# Mutants

Written by \`npm run simulate:mutants\`, which makes each of these defects in a copy of the sources and has the
simulation find it: ${found} of ${verdicts.length} are found, each within ${runs} runs of ${steps} steps. The same runs find nothing
without a defect. The seed that found a defect the last time is played first; \`--fresh\` begins with seed 1, and the
runs are counted from there. Play one again: \`npm run simulate:mutants -- --only ID\`.

| mutant | defect | where | found by | seed | runs |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
};
