import { ANSWER_SECONDS_MAX } from '../../ports/engine.ts';

/** How long somebody looks after what is in flight, and how time passes meanwhile. */
export type Vigil = {
  /** From now on; 0 looks once. */
  readonly seconds: number;
  readonly sleep: (ms: number) => Promise<void>;
  /** While it is somebody else's turn, waits for its own. */
  readonly patient?: true;
  /** Also settles what is due, with what the looks leave of the budget. */
  readonly settles?: true;
  /** Ends it early, when the process has no more time than that. */
  readonly isOver?: () => boolean;
};

export const ONCE: Vigil = { seconds: 0, sleep: async () => undefined };

/** What a function leaves over, so that its last question to the engine can end and what that answers be written down. */
export const RESERVE_MS = (ANSWER_SECONDS_MAX + 4) * 1000;

/** Of a function, within what the platform leaves it. */
export const vigilOf = (
  seconds: number,
  means: { readonly sleep: Vigil['sleep']; readonly context: { getRemainingTimeInMillis(): number } },
): Vigil => ({
  seconds,
  sleep: means.sleep,
  isOver: () => means.context.getRemainingTimeInMillis() < RESERVE_MS,
});
