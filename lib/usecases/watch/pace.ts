import { BUDGET } from '../../domain/freshness.ts';
import type { Watch } from '../../domain/records.ts';
import type { Engine } from '../../ports/engine.ts';
import type { Clock } from '../../ports/world.ts';

/** The budget of calls to the engine, as whoever watches spends it. */
export type Pace = {
  /** Takes so many calls, and waits until they are within the budget. */
  readonly wait: (calls: number) => Promise<void>;
  /** How many could be made now without a wait; below 0 while somebody waits. */
  readonly left: () => number;
};

type Means = { readonly clock: Clock; readonly sleep: (ms: number) => Promise<void> };

/** A few calls at once, then no more than the budget says, whoever asks for them; goes on with what another has left. */
export const createPace = ({ clock, sleep }: Means, found: Watch['budget']): Pace => {
  let balance: number = found?.left ?? BUDGET.atFirst;
  let countedAt = found === undefined ? clock.now().getTime() : Date.parse(found.at);
  const count = (): number => {
    const now = clock.now().getTime();
    // A clock that is set back gives nothing and takes nothing.
    const seconds = Math.max(0, now - countedAt) / 1000;
    balance = Math.min(BUDGET.atOnce, balance + seconds * BUDGET.perSecond);
    countedAt = now;
    return balance;
  };
  return {
    wait: async (calls) => {
      balance = count() - calls;
      if (balance < 0) await sleep((-balance / BUDGET.perSecond) * 1000);
    },
    left: count,
  };
};

/** The engine for what nobody waits for and what is repeated: each call takes its place in the budget. */
export const paced = (engine: Engine, pace: Pace): Engine => ({
  ...engine,
  find: async (order) => {
    await pace.wait(1);
    return engine.find(order);
  },
  observeMany: async (executions) => {
    await pace.wait(1);
    return engine.observeMany(executions);
  },
  cancel: async (executionId, reason) => {
    await pace.wait(1);
    return engine.cancel(executionId, reason);
  },
  health: async () => {
    await pace.wait(1);
    return engine.health();
  },
});
