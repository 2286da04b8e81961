import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { narrate } from '../../test/simulation/narrate.ts';
import { run, type TableKind } from '../../test/simulation/run.ts';
import { shrink } from '../../test/simulation/shrink.ts';
import type { Step } from '../../test/simulation/steps.ts';
import type { Played } from './pool.ts';

/** What a failure leaves behind: enough to play it again. */
type History = { readonly seed: number; readonly table: TableKind; readonly steps: readonly Step[] };

const SHRINK_SECONDS = 90;

/** Shrinks a failed run, tells what is left of it, and leaves it in a file; answers the command that plays it. */
export const tellFailure = async ({ seed, table, failure, steps }: Played): Promise<void> => {
  if (!failure || !steps) return;
  console.log(`Shrinking ${steps.length} steps…`);
  const shrunk = await shrink({ seed, table, failure, steps }, SHRINK_SECONDS);
  const file = join(mkdtempSync(join(tmpdir(), 'dxcp-simulation-')), `seed-${seed}.json`);
  writeFileSync(file, JSON.stringify({ seed, table, steps: shrunk.steps } satisfies History, null, 1));
  console.log(`${shrunk.steps.length} steps are left after ${shrunk.tries} tries:\n`);
  await replay(file);
  console.log(`\nPlay it again:   npm run simulate -- --replay ${file}`);
};

/** Plays a history step by step, in words; whether it fails. */
export const replay = async (file: string): Promise<boolean> => {
  const { seed, table, steps } = JSON.parse(readFileSync(file, 'utf8')) as History;
  let count = 0;
  const { failure } = await run({
    seed,
    table,
    script: steps,
    onStep: (step, seen) => {
      count += 1;
      console.log(`${String(count).padStart(4)}  ${narrate(step, seen)}`);
    },
  });
  console.log(failure ? `\n✗ ${failure.invariant}: ${failure.sentence}` : '\n✓ Nothing fails');
  return failure !== undefined;
};
