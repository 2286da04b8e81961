import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractVersion, invariants } from '../contract.ts';
import { defects } from './all.ts';
import type { Defect } from './defect.ts';
import type { Verdict } from './trial.ts';

/** The table of all defects, and what the suite said of each when it was tried the last time. */

const FILE = join(import.meta.dirname, '../../../docs/conformance-defects.md');

type Told = { readonly isNamed: boolean; readonly besides: string };

/** A defect whose words changed since is one that was never tried. */
const readTold = (): ReadonlyMap<string, Told> => {
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const rows = text.matchAll(/^\| \[(GOV-[A-Z]+-\d\d)\]\(\S+\) \| (.*) \| .* \| (.*) \| (.*) \|$/gm);
  return new Map(
    [...rows].map(([, id, words, named, besides = '']) => [`${id} ${words}`, { isNamed: named === 'named', besides }]),
  );
};

const keyOf = ({ invariant, defect }: Defect): string => `${invariant} ${defect}`;

const toldBy = ({ isNamed, others }: Verdict): Told => ({
  isNamed,
  besides: others.map((id) => id.replace('GOV-', '')).join(' '),
});

const rowOf = ({ invariant, defect, changes }: Defect, told: Told | undefined): string => {
  const files = [...new Set(changes.map(({ file }) => `\`${file}\``))].join(', ');
  const link = `[${invariant}](governance-contract.md#${invariant.toLowerCase()})`;
  const word = told === undefined ? 'not tried yet' : told.isNamed ? 'named' : '**not named**';
  return `| ${link} | ${defect} | ${files} | ${word} | ${told?.besides ?? ''} |`;
};

/** Puts what was learned into the table; what was not tried keeps what is known of it. */
export const writePage = (verdicts: readonly Verdict[]): void => {
  const told = new Map([
    ...readTold(),
    ...verdicts.map((verdict) => [keyOf(verdict.defect), toldBy(verdict)] as const),
  ]);
  const named = defects.filter((defect) => told.get(keyOf(defect))?.isNamed).length;
  writeFileSync(
    FILE,
    `# Defects that the conformance suite must name

Written by \`npm run conformance:defects\`, which makes each of these defects in a copy of the sources, starts a plane of it
on empty data, and has \`npm run conformance -- --profile strict --active\` check the chapter of the invariant and the first
quick check of each other one. A defect counts as named when the suite fails and the invariant is among what failed; what
else failed is beside it. Each of the ${invariants.length} invariants of version ${contractVersion} has its defect, and ${named} of these are named. Try one again:
\`npm run conformance:defects -- --only GOV-CONC-02\`.

| invariant | the plane's defect | where | the suite | failed besides |
| --- | --- | --- | --- | --- |
${defects.map((defect) => rowOf(defect, told.get(keyOf(defect)))).join('\n')}
`,
  );
};
