import { join } from 'node:path';
import { type Theme, themes } from '../../../test/simulation/weather.ts';
import { type Played, playAll } from '../pool.ts';
import type { Mutant } from './mutant.ts';
import type { Tree } from './tree.ts';

/** Whether the simulation finds a defect, by which invariant, and after how many runs from the first seed on. */
export type Verdict = {
  readonly mutant: Mutant;
  readonly runs: number;
  readonly seconds: number;
  readonly caught: Required<Pick<Played, 'seed' | 'failure'>> | undefined;
};

export type Bounds = { readonly runs: number; readonly steps: number; readonly seconds: number };

/** Few, so that little is played in vain once it is found. */
const STRETCH = 40;

type Attempt = Omit<Verdict, 'mutant'>;

/** Plays the seed that found it before, then all from the first on. */
export const tryMutant = async (
  tree: Tree,
  mutant: Mutant,
  bounds: Bounds,
  known?: { readonly seed: number; readonly runs: number },
): Promise<Verdict> => {
  const undo = tree.mutate(mutant);
  try {
    const first = known && (await play(tree, { ...bounds, runs: 1 }, { firstSeed: known.seed }));
    if (known && first?.caught) return { mutant, ...first, runs: known.runs };
    const { theme } = mutant;
    const seeds = bounds.runs * (theme === undefined ? 1 : themes.length);
    return { mutant, ...(await play(tree, { ...bounds, runs: seeds }, { firstSeed: 1, theme })) };
  } finally {
    undo();
  }
};

type From = { readonly firstSeed: number; readonly theme?: Theme | undefined };

const play = async (tree: Tree, bounds: Bounds, { firstSeed, theme }: From): Promise<Attempt> => {
  const startedAt = Date.now();
  let caught: Verdict['caught'];
  let runs = 0;
  await playAll({
    firstSeed,
    runs: bounds.runs,
    steps: bounds.steps,
    tableOf: 'lean',
    workers: 1,
    worker: join(tree.path, 'scripts/simulate/worker.ts'),
    stretch: STRETCH * (theme === undefined ? 1 : themes.length),
    theme,
    mayBegin: () => Date.now() - startedAt < bounds.seconds * 1000,
    onPlayed: ({ seed, failure }) => {
      runs += 1;
      if (failure) caught ??= { seed, failure };
      return caught === undefined;
    },
  });
  return { runs, seconds: (Date.now() - startedAt) / 1000, caught };
};
