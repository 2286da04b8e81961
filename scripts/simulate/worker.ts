import { run } from '../../test/simulation/run.ts';
import type { Order, Played } from './pool.ts';

/** Plays a stretch of seeds in a process of its own, and reports each run. */
process.on('message', async ({ seeds, steps, tableOf }: Order) => {
  for (const seed of seeds) {
    const table = tableOf === 'mixed' ? (seed % 10 === 0 ? 'embedded' : 'lean') : tableOf;
    const { steps: played, failure, seen } = await run({ seed, steps, table });
    const report: Played = { seed, table, seen: [...seen], ...(failure ? { failure, steps: played } : {}) };
    process.send?.(report);
  }
  process.disconnect();
});
