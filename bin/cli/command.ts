import type { Command } from 'commander';
import type { Session } from './session.ts';

/** Carries a command out; the number is the exit code. */
export type Run = (work: (session: Session) => Promise<number>) => Promise<void>;

/** Each command's file adds it to the program. */
export type AddCommand = (parent: Command, run: Run) => void;

/** Examples below the help of a command. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
