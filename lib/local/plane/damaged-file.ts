import { PlaneProblem } from './problem.ts';

/** A file of a plane's data that is not what was written. `without` says what is gone when it is deleted. */
export function damagedFile(file: string, error: unknown, without: string): PlaneProblem {
  const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new PlaneProblem(
    `${file} is damaged: ${why}`,
    `Nothing was changed. Put back a copy of it, or delete it and start again: ${without}`,
    { cause: error },
  );
}
