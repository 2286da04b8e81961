import { coverageText } from '../test/simulation/coverage.ts';
import { replay, tellFailure } from './simulate/failure.ts';
import { type Flags, HELP, readFlags } from './simulate/flags.ts';
import { type Played, playAll } from './simulate/pool.ts';

/**
 * `npm run simulate`: plays many worlds, each from a seed. Exits with 1 when an invariant is broken, after saying how
 * to see it again.
 */

const simulate = async (flags: Flags): Promise<boolean> => {
  const startedAt = Date.now();
  const seen = new Map<string, number>();
  const failed: Played[] = [];
  const tables = { lean: 0, embedded: 0 };
  await playAll({
    firstSeed: flags.seed,
    runs: flags.runs,
    steps: flags.steps,
    tableOf: flags.table,
    workers: flags.workers,
    mayBegin: () => Date.now() - startedAt < flags.minutes * 60_000,
    onPlayed: (played) => {
      tables[played.table] += 1;
      for (const [name, count] of played.seen) seen.set(name, (seen.get(name) ?? 0) + count);
      if (played.failure) failed.push(played);
      if (played.failure) console.log(`✗ seed ${played.seed}: ${played.failure.invariant}: ${played.failure.sentence}`);
      return !played.failure || flags.keepGoing;
    },
  });
  const [first] = failed;
  if (first) {
    console.log(
      `\nThe whole run:   npm run simulate -- --seed ${first.seed} --runs 1 --steps ${flags.steps} --table ${first.table}`,
    );
    if (!flags.keepGoing) await tellFailure(first);
  }
  const seconds = (Date.now() - startedAt) / 1000;
  if (!flags.quiet && !first) console.log(`${coverageText(seen)}\n`);
  const runs = tables.lean + tables.embedded;
  console.log(
    `${failed.length === 0 ? '✓' : '✗'} ${runs} runs (${tables.lean} lean, ${tables.embedded} embedded) of ${flags.steps} steps in ${seconds.toFixed(0)} s, ${failed.length} failed`,
  );
  return failed.length === 0;
};

const flags = readFlags(process.argv.slice(2));
if (flags.help) console.log(HELP);
else if (flags.replay !== undefined) process.exitCode = (await replay(flags.replay)) ? 1 : 0;
else process.exitCode = (await simulate(flags)) ? 0 : 1;
