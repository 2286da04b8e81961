import { useSyncExternalStore } from 'react';

/** One clock for the page: it ticks each second while somebody looks at it. */
let current = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

const tick = () => {
  current = Date.now();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  if (!timer) {
    current = Date.now();
    timer = setInterval(tick, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
};

/** Now in milliseconds, in steps of `everySeconds`: the component renders once a step. */
export const useNow = (everySeconds: number): number => {
  const step = everySeconds * 1000;
  return useSyncExternalStore(subscribe, () => Math.floor(current / step) * step);
};
