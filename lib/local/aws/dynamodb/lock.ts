/** Runs one piece of work at a time, in the order asked for. */
export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

/** A first come, first served lock. All writes pass it, so each sees the effect of every earlier one. */
export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(work);
    last = run.catch(() => undefined);
    return run;
  };
}
