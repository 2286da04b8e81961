import { seeded } from '../../test/simulation/chance.ts';
import { run } from '../../test/simulation/run.ts';
import { weatherOf } from '../../test/simulation/weather.ts';
import type { Order, Played } from './pool.ts';

/** Plays a stretch of seeds in a process of its own, and reports each run. */
process.on('message', async ({ seeds, steps, tableOf, theme }: Order) => {
  for (const seed of seeds) {
    if (theme !== undefined && weatherOf(seeded(seed), seed).theme !== theme) continue;
    const table = tableOf === 'mixed' ? (seed % 10 === 0 ? 'embedded' : 'lean') : tableOf;
    const { steps: played, failure, seen } = await run({ seed, steps, table });
    const report: Played = { seed, table, seen: [...seen], ...(failure ? { failure, steps: played } : {}) };
    process.send?.(report);
  }
  process.disconnect();
});
