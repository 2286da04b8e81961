import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { admissionMutants } from './simulate/mutants/admission.ts';
import { endingMutants } from './simulate/mutants/ending.ts';
import type { Mutant } from './simulate/mutants/mutant.ts';
import { plantTree, type Tree } from './simulate/mutants/tree.ts';
import { type Bounds, tryMutant, type Verdict } from './simulate/mutants/trial.ts';
import { workflowMutants } from './simulate/mutants/workflow.ts';

/**
 * `npm run simulate:mutants`: makes one defect after the other in a copy of the sources, and has the simulation find
 * it. Writes docs/mutants.md when all were tried; exits with 1 when one was not found.
 */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '600' },
    steps: { type: 'string', default: '250' },
    seconds: { type: 'string', default: '60' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
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
const CONTROL_RUNS = 60;

const bounds: Bounds = { runs: Number(values.runs), steps: Number(values.steps), seconds: Number(values.seconds) };
const mutants = [...admissionMutants, ...endingMutants, ...workflowMutants].filter(
  ({ id }) => values.only === undefined || id.includes(values.only),
);

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
      const verdict = await tryMutant(tree, mutant, bounds);
      tell(verdict);
      verdicts.push(verdict);
    }
  };
  await Promise.all(trees.map(work));
  return verdicts.sort((a, b) => mutants.indexOf(a.mutant) - mutants.indexOf(b.mutant));
};

const documentOf = (verdicts: readonly Verdict[]): string => {
  const rows = verdicts.map(({ mutant, caught, runs }) => {
    const found = caught ? `${caught.failure.invariant} | ${caught.seed} | ${runs}` : 'not found | – | –';
    return `| \`${mutant.id}\` | ${mutant.defect} | \`${mutant.file}\` | ${found} |`;
  });
  const found = verdicts.filter(({ caught }) => caught).length;
  return `# Mutants

Written by \`npm run simulate:mutants\`, which makes each of these defects in a copy of the sources and has the
simulation find it: ${found} of ${verdicts.length} are found, each within ${bounds.runs} runs of ${bounds.steps} steps. The same runs find nothing
without a defect. Play one again: \`npm run simulate:mutants -- --only ID\`.

| mutant | defect | where | found by | seed | runs |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
};

const trees = Array.from({ length: Number(values.workers) }, plantTree);
try {
  const [first] = trees;
  if (!first) throw new Error('--workers takes at least 1');
  const calm = await tryMutant(first, control, { ...bounds, runs: CONTROL_RUNS });
  if (calm.caught) throw new Error(`Without a defect, seed ${calm.caught.seed} fails: ${calm.caught.failure.sentence}`);
  const verdicts = await tryAll(trees);
  const missed = verdicts.filter(({ caught }) => !caught);
  console.log(`\n${verdicts.length - missed.length} of ${verdicts.length} defects are found`);
  if (values.only === undefined) writeFileSync(join(import.meta.dirname, '../docs/mutants.md'), documentOf(verdicts));
  process.exitCode = missed.length > 0 ? 1 : 0;
} finally {
  for (const tree of trees) tree.remove();
}
