/** What was started, to be stopped in the opposite order. */
export function createStack() {
  const stops: (() => unknown)[] = [];
  let unwinding: Promise<void> | undefined;
  const unwind = async (): Promise<void> => {
    let first: { readonly error: unknown } | undefined;
    for (let stop = stops.pop(); stop; stop = stops.pop()) {
      // One part that cannot stop must not keep the others, child processes among them, alive.
      await Promise.resolve()
        .then(stop)
        .catch((error: unknown) => {
          first ??= { error };
        });
    }
    if (first) throw first.error;
  };
  return {
    add: <T>(started: T, stop: (it: T) => unknown): T => {
      stops.push(() => stop(started));
      return started;
    },
    /** Stops everything once, however often it is asked for. */
    unwind: (): Promise<void> => {
      unwinding ??= unwind();
      return unwinding;
    },
  };
}
