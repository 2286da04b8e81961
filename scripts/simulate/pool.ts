import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Failure, TableKind } from '../../test/simulation/run.ts';
import type { Step } from '../../test/simulation/steps.ts';
import type { Theme } from '../../test/simulation/weather.ts';

/** Runs in several processes. Each process plays one stretch and ends, so that no run inherits much of another. */

export type Order = {
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly tableOf: TableKind | 'mixed';
  /** Worlds in which there is more of something else are left out. */
  readonly theme?: Theme | undefined;
};
export type Played = {
  readonly seed: number;
  readonly table: TableKind;
  readonly seen: readonly (readonly [string, number])[];
  readonly failure?: Failure;
  readonly steps?: readonly Step[];
};

export type Job = Omit<Order, 'seeds'> & {
  readonly firstSeed: number;
  readonly runs: number;
  readonly workers: number;
  /** Where the sources are; another tree than this one for mutants. */
  readonly worker?: string;
  /** How many runs one process plays. */
  readonly stretch?: number;
  /** Whether to go on after this run. */
  readonly onPlayed: (played: Played) => boolean;
  readonly mayBegin: () => boolean;
};

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
/** What a process remembers of services is bounded; a stretch stays far below. */
const STRETCH = 100;

export const playAll = async ({ firstSeed, runs, workers, worker = WORKER, ...job }: Job): Promise<void> => {
  let next = firstSeed;
  let going = true;
  const beyond = firstSeed + runs;
  const stretch = Math.max(1, Math.min(job.stretch ?? STRETCH, Math.ceil(runs / workers)));

  const playStretch = (seeds: readonly number[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(worker, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      child.on('message', (message) => {
        going = job.onPlayed(message as Played) && job.mayBegin() && going;
        if (!going) child.kill();
      });
      child.on('error', reject);
      child.on('exit', (code) => (code === 0 || !going ? resolve() : reject(new Error(`A worker ended with ${code}`))));
      child.send({ seeds, steps: job.steps, tableOf: job.tableOf, theme: job.theme } satisfies Order);
    });

  const work = async (): Promise<void> => {
    while (going && next < beyond) {
      const seeds = Array.from({ length: Math.min(stretch, beyond - next) }, (_, index) => next + index);
      next += seeds.length;
      await playStretch(seeds);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
};
