import { describe, expect, test } from 'vitest';
import { run } from './run.ts';
import type { Step } from './steps.ts';

/** A few worlds with every test run; `npm run simulate` plays thousands. */

const seeds = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

describe('A simulated world', () => {
  test.each(seeds(1, 12))('holds all invariants and comes to rest, from seed %i', async (seed) => {
    expect((await run({ seed, steps: 150, table: 'lean' })).failure).toBeUndefined();
  });

  test.each(seeds(101, 2))('does so on the embedded database, from seed %i', async (seed) => {
    expect((await run({ seed, steps: 100, table: 'embedded' })).failure).toBeUndefined();
  });

  test('is the same each time it is played from its seed, and from its history', async () => {
    const first = await run({ seed: 7, steps: 150, table: 'lean' });
    const again = await run({ seed: 7, steps: 150, table: 'lean' });
    const replayed = await run({ seed: 7, script: first.steps, table: 'lean' });
    expect(again.steps).toEqual(first.steps);
    expect([...again.seen]).toEqual([...first.seen]);
    expect([...replayed.seen]).toEqual([...first.seen]);
  });

  test('goes on without whoever is left out of its history', async () => {
    const { steps } = await run({ seed: 7, steps: 150, table: 'lean' });
    const without = (keep: (step: Step, index: number) => boolean) =>
      run({ seed: 7, script: steps.filter(keep), table: 'lean' });
    expect((await without((_, index) => index % 2 === 0)).failure).toBeUndefined();
    expect((await without((step) => step.do !== 'set out' || step.what.kind !== 'reconcile')).failure).toBeUndefined();
  });
});
