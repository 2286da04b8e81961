import { type Failure, type RunResult, run, type TableKind } from './run.ts';
import type { Step } from './steps.ts';

/** Leaves out of a failed run whatever it fails without. */

export type Shrunk = { readonly steps: readonly Step[]; readonly failure: Failure; readonly tries: number };

type Failed = {
  readonly seed: number;
  readonly table: TableKind;
  readonly steps: readonly Step[];
  readonly failure: Failure;
};

export const shrink = async (failed: Failed, secondsMax: number): Promise<Shrunk> => {
  const until = Date.now() + secondsMax * 1000;
  const { seed, table } = failed;
  let best: Shrunk = { ...failed, tries: 0 };
  let tries = 0;

  /** Whether the same invariant fails with these steps alone; then they are the best so far. */
  const stillFails = async (steps: readonly Step[]): Promise<boolean> => {
    tries += 1;
    const { failure, steps: played }: RunResult = await run({ seed, table, script: steps });
    if (failure?.invariant !== failed.failure.invariant) return false;
    best = { steps: played, failure, tries };
    return true;
  };
  const inTime = (): boolean => Date.now() < until;

  await stillFails(failed.steps);
  for (let size = Math.ceil(best.steps.length / 2); size >= 1 && inTime(); ) {
    const left = await leaveOut(best.steps, { size, stillFails, inTime, current: () => best.steps });
    if (!left) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  for (let index = 0; index < best.steps.length && inTime(); index += 1) {
    const plain = plainer(best.steps[index]);
    if (plain) await stillFails([...best.steps.slice(0, index), plain, ...best.steps.slice(index + 1)]);
  }
  return { ...best, tries };
};

type Leaving = {
  readonly size: number;
  readonly stillFails: (steps: readonly Step[]) => Promise<boolean>;
  readonly inTime: () => boolean;
  readonly current: () => readonly Step[];
};

/** Tries to leave out each stretch of that size, from the end, where most does not matter. */
const leaveOut = async (steps: readonly Step[], { size, stillFails, inTime, current }: Leaving): Promise<boolean> => {
  let any = false;
  for (let start = steps.length - size; start > -size && inTime(); start -= size) {
    const now = current();
    const without = [...now.slice(0, Math.max(0, start)), ...now.slice(Math.max(0, start + size))];
    if (without.length < now.length && (await stillFails(without))) any = true;
  }
  return any;
};

/** The same step with nothing special about it. */
const plainer = (step: Step | undefined): Step | undefined => {
  if (step?.do === 'set out' && step.skewMs !== 0) return { ...step, skewMs: 0 };
  if (step?.do === 'go on' && step.how !== 'ok') return { ...step, how: 'ok' };
  return undefined;
};
