import { AsyncLocalStorage } from 'node:async_hooks';

/** One run of a function, as Lambda would bill it. */
export type Invocation = {
  /** The function's file below `functions`, e.g. `api/deployments/create`. */
  readonly door: string;
  /** Milliseconds of `performance.now()`. */
  readonly began: number;
  ended?: number;
};

/** All runs of functions in this process since the start, in the order in which they began. */
export const invocations: Invocation[] = [];

const running = new AsyncLocalStorage<Invocation>();

/** Runs a function's work; whatever it asks of AWS, now or later, is this invocation's. */
export const invoked = async <T>(door: string, work: () => T): Promise<Awaited<T>> => {
  const invocation: Invocation = { door, began: performance.now() };
  invocations.push(invocation);
  try {
    return await running.run(invocation, work);
  } finally {
    invocation.ended = performance.now();
  }
};

/** Of whom the code that runs is, if it is a function's. */
export const currentInvocation = (): Invocation | undefined => running.getStore();
