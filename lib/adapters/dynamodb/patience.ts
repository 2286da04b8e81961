import { isTransient } from './faults.ts';

/** How time passes and chance falls, for waiting between attempts. */
export type Patience = {
  readonly now: () => Date;
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
};

const PATIENCE_MS = 8_000;
const DELAY_FIRST_MS = 20;
const DELAY_MAX_MS = 1_000;

/** Half of it is certain, half is chance: those who collided do not collide again, and waiting always adds up. */
const delayAfter = (attempts: number, random: () => number): number => {
  const ceiling = Math.min(DELAY_MAX_MS, DELAY_FIRST_MS * 2 ** attempts);
  return (ceiling * (1 + random())) / 2;
};

/**
 * Repeats what fails for reasons that pass, for eight seconds in all, then throws the last failure. Time is counted
 * by the clock or by the waits, whichever is more, so a clock that stands still cannot keep it going.
 */
export const patiently = async <Result>(attempt: () => Promise<Result>, patience: Patience): Promise<Result> => {
  const startedAt = patience.now().getTime();
  let waited = 0;
  for (let attempts = 0; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      const delay = delayAfter(attempts, patience.random);
      const spent = Math.max(waited, patience.now().getTime() - startedAt);
      if (!isTransient(error) || spent + delay > PATIENCE_MS) throw error;
      waited += delay;
      await patience.sleep(delay);
    }
  }
};
