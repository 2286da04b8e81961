import { parseArgs } from 'node:util';
import { defects as all } from './conformance/defects/all.ts';
import type { Defect } from './conformance/defects/defect.ts';
import { writePage } from './conformance/defects/page.ts';
import { judgePlane, plantPlane, tryDefect, type Verdict } from './conformance/defects/trial.ts';
import type { Tree } from './simulate/mutants/tree.ts';

/**
 * `npm run conformance:defects`: starts one plane after the other, each with a deliberate defect, and has the
 * conformance suite name the invariant that it breaks. Writes what it learned into docs/conformance-defects.md; exits with
 * 1 when one was not named.
 */

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    workers: { type: 'string', default: '2' },
  },
});

const chosen = all.filter(({ invariant }) => (values.only ?? '').split(',').some((text) => invariant.includes(text)));

const tell = ({ defect, isNamed, others, trouble, seconds }: Verdict): void => {
  const besides = others.length > 0 ? ` and ${others.length} others` : '';
  const what = isNamed ? `✓ named${besides}` : `✗ not named${trouble === undefined ? besides : `: ${trouble}`}`;
  console.log(
    `${defect.invariant.padEnd(15)} ${what.padEnd(24)} ${seconds.toFixed(0).padStart(3)} s  ${defect.defect}`,
  );
};

async function tryAll(trees: readonly Tree[], defects: readonly Defect[]): Promise<readonly Verdict[]> {
  const left = [...defects];
  const verdicts: Verdict[] = [];
  const work = async (tree: Tree): Promise<void> => {
    for (let defect = left.shift(); defect; defect = left.shift()) {
      const verdict = await tryDefect(tree, defect);
      tell(verdict);
      verdicts.push(verdict);
    }
  };
  await Promise.all(trees.map(work));
  return verdicts.sort((a, b) => defects.indexOf(a.defect) - defects.indexOf(b.defect));
}

/** Without a defect nothing may fail; otherwise what fails says nothing about the defects. */
async function expectCalm(tree: Tree): Promise<void> {
  const { conforms, checks } = await judgePlane(tree, ['GOV-ROLE', 'GOV-ORDER', 'GOV-CONC']);
  const failed = checks.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'left-out');
  if (!conforms)
    throw new Error(`Without a defect these fail: ${failed.map(({ id, detail }) => `${id} (${detail})`).join(', ')}`);
}

const trees = Array.from({ length: Number(values.workers) }, plantPlane);
process.on('exit', () => {
  for (const tree of trees) tree.remove();
});
const [first] = trees;
if (!first) throw new Error('--workers takes at least 1');
await expectCalm(first);
const verdicts = await tryAll(trees, chosen);
const named = verdicts.filter(({ isNamed }) => isNamed).length;
writePage(verdicts);
console.log(`\n  ${named} passed, ${verdicts.length - named} failed`);
process.exitCode = named === verdicts.length ? 0 : 1;
