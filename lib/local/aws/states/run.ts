import type { Clock } from '../schedule/clock.ts';

export type Surroundings = {
  /** Calls a function; what it throws is matched by `name` in Retry and Catch. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<unknown>;
  readonly clock: Clock;
  /** Waits and retry delays are divided by this; timeouts of running work are not. */
  readonly speed: number;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
};

export type Run = {
  readonly input: unknown;
  /** What the machine reads as `$$.Execution`. */
  readonly execution: { readonly Id: string; readonly Name: string; readonly StartTime: string };
  /** Ends the run at once; the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
};

/** What a state hands on; without `next` the execution has succeeded with `data`. */
export type Step = { readonly data: unknown; readonly next?: string | undefined };

/** One state of one run. */
export type Visit = Surroundings & Run & { readonly name: string };

/** The context object, `$$`. */
export const contextOf = ({ execution, input, name }: Visit): object => ({
  Execution: { ...execution, Input: input },
  State: { Name: name },
});
