import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { reasonFor } from './reasons.ts';
import { isMissed, type Mutant, scoreOf } from './score.ts';

const root = join(import.meta.dirname, '../..');

type Run = { readonly least: number; readonly minutes: number };

/** docs/mutation.md: the score of every file, and each change that no test found. */
export const rendered = (mutants: readonly Mutant[], { least, minutes }: Run): string => {
  const all = scoreOf(mutants);
  const files = Map.groupBy(mutants, ({ fileName }) => relative(root, fileName));
  const rows = [...files].sort(([a], [b]) => a.localeCompare(b)).map(([file, ofFile]) => row(file, ofFile));
  const missed = mutants.filter(isMissed).sort(inOrder);
  return `# Mutations of the domain

Written by \`npm run test:mutation\`, which changes \`lib/domain\` in every small way that
[Stryker](https://stryker-mutator.io) knows, one change at a time, and calls those tests of \`test/domain\` that reach it
until one fails. A change that makes no test fail is one that nobody would notice. The command fails below ${least} %.

**${all.found} of ${all.tried} changes were found: ${all.percent.toFixed(2)} %.** All of the domain was tried in ${minutes} minutes by
two processes, also what a module does once, when it is loaded: names of rules, tables and patterns. None was set aside.

| command | what it does |
|---|---|
| \`npm run test:domain\` | the tests of the domain alone, in seconds; fails below 100 % of branches, lines and functions |
| \`npm run test:mutation\` | all changes, and this page anew |
| \`npm run test:mutation -- --only lib/domain/finish.ts\` | the changes of some files; this page stays as it is |
| \`npm run test:mutation -- --only lib/domain/finish.ts --by vitest\` | the same with vitest's own runner, which takes a second for each change, and leaves out what is done once |

The tests are pure, so they are loaded once and called in one process; properties try the same cases in each run. What
was tried is in \`.dxcp-mutation/report.html\`, with the source beside it.

## By file

| file | changes | found | score |
|---|--:|--:|--:|
${rows.join('\n')}

## What no test found

${missed.length === 0 ? 'Nothing.' : missed.map(line).join('\n')}
`;
};

const row = (file: string, mutants: readonly Mutant[]): string => {
  const { tried, found, percent } = scoreOf(mutants);
  return `| \`${file}\` | ${tried} | ${found} | ${percent.toFixed(1)} % |`;
};

const inOrder = (a: Mutant, b: Mutant): number =>
  a.fileName.localeCompare(b.fileName) || a.location.start.line - b.location.start.line;

const LONGEST = 60;
const short = (text: string): string => {
  const flat = text.replaceAll(/\s+/g, ' ').replaceAll('`', "'");
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST)}…` : flat;
};

const line = (mutant: Mutant): string => {
  const { fileName, location, replacement = '' } = mutant;
  const file = relative(root, fileName);
  const original = originalOf(fileName, location);
  const why = reasonFor({ file, original, replacement }) ?? 'Not looked at yet.';
  return `- \`${file}:${location.start.line}\`: \`${short(original)}\` → \`${short(replacement)}\`. ${why}`;
};

/** What the change replaced. Lines and columns count from 1. */
const originalOf = (fileName: string, { start, end }: Mutant['location']): string => {
  const lines = readFileSync(join(root, relative(root, fileName)), 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((text, index) => text.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .join('\n');
};
