import { BUDGET } from '../../domain/freshness.ts';
import type { Clock } from '../../ports/world.ts';

/** Waits until so many calls to the engine are within the budget. */
export type Pace = (calls: number) => Promise<void>;

/** A few calls at once, then no more than the budget says, whoever asks for them. */
export const createPace = (clock: Clock, sleep: (ms: number) => Promise<void>): Pace => {
  let left: number = BUDGET.atFirst;
  let countedAt = clock.now().getTime();
  return async (calls) => {
    const now = clock.now().getTime();
    left = Math.min(BUDGET.atOnce, left + ((now - countedAt) / 1000) * BUDGET.perSecond) - calls;
    countedAt = now;
    if (left < 0) await sleep((-left / BUDGET.perSecond) * 1000);
  };
};
