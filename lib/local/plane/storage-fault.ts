import { PlaneProblem } from './problem.ts';

const FULL = /\bENOSPC\b|\bEDQUOT\b|\bEFBIG\b|No space left|File too large|quota exceeded/i;
const UNWRITABLE = /\bEIO\b|\bEROFS\b|\bIO error\b|Input\/output error|Read-only file system/i;

/** What a failure means if the disk is behind it: a problem that says what to do. Looks through its causes too. */
export function storageFault(error: unknown, directory: string): PlaneProblem | undefined {
  const words = wordsOf(error);
  if (FULL.test(words)) {
    return new PlaneProblem(
      `There is no room left for the data in ${directory}.`,
      'What was acknowledged is there. Make room on that disk and start again.',
      { cause: error },
    );
  }
  if (!UNWRITABLE.test(words)) return undefined;
  return new PlaneProblem(
    `The data in ${directory} cannot be written or read: ${words.split('\n')[0]}`,
    'What was acknowledged is there, as far as the disk still has it. See to the disk and start again.',
    { cause: error },
  );
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return [error.message, code, error.cause === undefined ? '' : wordsOf(error.cause)].join('\n');
}
