/** What is to happen at a later time of the simulator's own clock: it is done when the next call arrives after that. */
export type Deferred = {
  later(ms: number, act: () => void): void;
  catchUp(): void;
};

export function createDeferred(now: () => number): Deferred {
  let waiting: readonly { readonly at: number; readonly act: () => void }[] = [];
  return {
    later: (ms, act) => {
      waiting = [...waiting, { at: now() + ms, act }];
    },
    catchUp: () => {
      const due = waiting.filter(({ at }) => at <= now());
      waiting = waiting.filter((one) => !due.includes(one));
      for (const { act } of due) act();
    },
  };
}
