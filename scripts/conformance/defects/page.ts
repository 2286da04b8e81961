import { contractVersion, invariants } from '../contract.ts';
import { withoutDefect } from './all.ts';
import type { Verdict } from './trial.ts';

const rowOf = ({ defect, isNamed, others }: Verdict): string => {
  const { invariant, changes } = defect;
  const files = [...new Set(changes.map(({ file }) => `\`${file}\``))].join(', ');
  const link = `[${invariant}](governance-contract.md#${invariant.toLowerCase()})`;
  const besides = others.length === 0 ? '' : others.map((id) => id.replace('GOV-', '')).join(' ');
  return `| ${link} | ${defect.defect} | ${files} | ${isNamed ? 'named' : '**not named**'} | ${besides} |`;
};

/** Which defect breaks which promise, and what the suite said. */
export const renderDefects = (verdicts: readonly Verdict[]): string => {
  const named = verdicts.filter(({ isNamed }) => isNamed).length;
  const excused = Object.entries(withoutDefect).map(([id, why]) => `- ${id}: ${why}`);
  return `# Defects that the conformance suite must name

Written by \`npm run conformance:defects\`, which makes each of these defects in a copy of the sources, starts a plane of it
on empty data, and has \`npm run conformance -- --profile strict --active\` check the chapter of the invariant and the first
quick check of each other one. A defect counts as named when the suite fails and the invariant is among what failed;
what else failed is beside it. Of ${invariants.length} invariants of version ${contractVersion}, ${verdicts.length} have a defect, and ${named} of these are named. Try one again:
\`npm run conformance:defects -- --only GOV-CONC-02\`.

| invariant | the plane's defect | where | the suite | failed besides |
| --- | --- | --- | --- | --- |
${verdicts.map(rowOf).join('\n')}

Without a defect:

${excused.join('\n')}
`;
};
