/**
 * Time that passes only while everybody waits, so that patience is measured in waits and not in how busy the machine
 * is. Whoever works takes no time; whoever sleeps is woken in the order of the instants, when nobody works any more.
 */
export type SharedTime = {
  /** Runs work that may sleep; it counts as working whenever it does not. */
  readonly take: <T>(work: () => Promise<T>) => Promise<T>;
  readonly sleep: (milliseconds: number) => Promise<void>;
};

export function createSharedTime(): SharedTime {
  let now = 0;
  let taking = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const goOn = (): void => {
    if (sleepers.length === 0 || sleepers.length < taking) return;
    const first = sleepers.reduce((a, b) => (b.at < a.at ? b : a));
    sleepers.splice(sleepers.indexOf(first), 1);
    now = first.at;
    first.wake();
  };
  return {
    take: async (work) => {
      taking += 1;
      try {
        return await work();
      } finally {
        taking -= 1;
        goOn();
      }
    },
    sleep: (milliseconds) =>
      new Promise((wake) => {
        sleepers.push({ at: now + milliseconds, wake });
        goOn();
      }),
  };
}
