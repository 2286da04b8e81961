import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutant.ts';

/** A copy of the sources, in which defects can be made without anybody else seeing them. */
export type Tree = {
  readonly path: string;
  /** Makes the defect, and answers how to undo it. Throws when its text is not there exactly once. */
  readonly mutate: (mutant: Omit<Mutant, 'defect'>) => () => void;
  readonly remove: () => void;
};

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What the simulation is made of. */
export const SIMULATION_PARTS = [
  'package.json',
  'lib',
  'scripts/simulate',
  'test/builders',
  'test/ports',
  'test/usecases',
  'test/simulation',
];

export const plantTree = (parts: readonly string[]): Tree => {
  const path = mkdtempSync(join(tmpdir(), 'dxcp-mutants-'));
  for (const part of parts) cpSync(join(ROOT, part), join(path, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  return {
    path,
    mutate: ({ id, file, from, to }) => {
      const at = join(path, file);
      const text = readFileSync(at, 'utf8');
      const parts = text.split(from);
      if (parts.length !== 2) {
        throw new Error(`The mutant ${id} does not fit ${file} any more: its text is there ${parts.length - 1} times`);
      }
      writeFileSync(at, parts.join(to));
      return () => writeFileSync(at, text);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
};
