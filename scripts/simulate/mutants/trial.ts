import { type Played, playAll } from '../pool.ts';
import type { Mutant } from './mutant.ts';
import type { Tree } from './tree.ts';

/** Whether the simulation finds a defect, by which invariant, and after how many runs. */
export type Verdict = {
  readonly mutant: Mutant;
  readonly runs: number;
  readonly seconds: number;
  readonly caught: Required<Pick<Played, 'seed' | 'failure'>> | undefined;
};

export type Bounds = { readonly runs: number; readonly steps: number; readonly seconds: number };

/** Few, so that little is played in vain once it is found. */
const STRETCH = 40;

export const tryMutant = async (tree: Tree, mutant: Mutant, bounds: Bounds): Promise<Verdict> => {
  const startedAt = Date.now();
  const undo = tree.mutate(mutant);
  let caught: Verdict['caught'];
  let runs = 0;
  try {
    await playAll({
      firstSeed: 1,
      runs: bounds.runs,
      steps: bounds.steps,
      tableOf: 'lean',
      workers: 1,
      worker: tree.worker,
      stretch: STRETCH,
      mayBegin: () => Date.now() - startedAt < bounds.seconds * 1000,
      onPlayed: ({ seed, failure }) => {
        runs += 1;
        if (failure) caught ??= { seed, failure };
        return caught === undefined;
      },
    });
  } finally {
    undo();
  }
  return { mutant, runs, seconds: (Date.now() - startedAt) / 1000, caught };
};
