import { parseArgs } from 'node:util';
import { mutants as all } from './simulate/mutants/all.ts';
import { readKnown, writeTable } from './simulate/mutants/known.ts';
import type { Mutant } from './simulate/mutants/mutant.ts';
import { plantTree, SIMULATION_PARTS, type Tree } from './simulate/mutants/tree.ts';
import { type Bounds, tryMutant, type Verdict } from './simulate/mutants/trial.ts';

/**
 * `npm run simulate:mutants`: makes one defect after the other in a copy of the sources, and has the simulation find
 * it, first with the seed that found it the last time. Writes their rows in docs/mutants.md; exits with 1 when one was
 * not found. `--only` takes parts of ids, with commas.
 */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '600' },
    steps: { type: 'string', default: '250' },
    seconds: { type: 'string', default: '60' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
    fresh: { type: 'boolean', default: false },
  },
});

/** Without a defect nothing may be found; otherwise what is found says nothing about the defects. */
const control: Mutant = {
  id: 'no-defect',
  defect: 'None',
  file: 'package.json',
  from: '"name": "dxcp"',
  to: '"name": "dxcp"',
};
const CONTROL_RUNS = values.only === undefined ? 60 : 1;

const known = values.fresh ? new Map() : readKnown();

const bounds: Bounds = { runs: Number(values.runs), steps: Number(values.steps), seconds: Number(values.seconds) };
const only = values.only?.split(',');
const mutants = all.filter(({ id }) => only?.some((part) => id.includes(part)) ?? true);

const tell = ({ mutant, caught, runs, seconds }: Verdict): void => {
  const what = caught ? `✓ ${caught.failure.invariant}, seed ${caught.seed}` : '✗ not found';
  console.log(
    `${mutant.id.padEnd(30)} ${what.padEnd(28)} ${String(runs).padStart(4)} runs ${seconds.toFixed(0).padStart(4)} s`,
  );
};

const tryAll = async (trees: readonly Tree[]): Promise<readonly Verdict[]> => {
  const left = [...mutants];
  const verdicts: Verdict[] = [];
  const work = async (tree: Tree): Promise<void> => {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const verdict = await tryMutant(tree, mutant, bounds, known.get(mutant.id));
      tell(verdict);
      verdicts.push(verdict);
    }
  };
  await Promise.all(trees.map(work));
  return verdicts.sort((a, b) => mutants.indexOf(a.mutant) - mutants.indexOf(b.mutant));
};

const trees = Array.from({ length: Number(values.workers) }, () => plantTree(SIMULATION_PARTS));
try {
  const [first] = trees;
  if (!first) throw new Error('--workers takes at least 1');
  const calm = await tryMutant(first, control, { ...bounds, runs: CONTROL_RUNS });
  if (calm.caught) throw new Error(`Without a defect, seed ${calm.caught.seed} fails: ${calm.caught.failure.sentence}`);
  const verdicts = await tryAll(trees);
  const missed = verdicts.filter(({ caught }) => !caught);
  console.log(`\n${verdicts.length - missed.length} of ${verdicts.length} defects are found`);
  writeTable(verdicts, all, bounds);
  process.exitCode = missed.length > 0 ? 1 : 0;
} finally {
  for (const tree of trees) tree.remove();
}
