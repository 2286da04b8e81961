import { useSyncExternalStore } from 'react';
import { planeTime } from '../api/plane-time.ts';

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

const useSteps = (everySeconds: number, read: () => number): number => {
  const step = everySeconds * 1000;
  return useSyncExternalStore(subscribe, () => Math.floor(read() / step) * step);
};

/** Now on the plane in milliseconds, in steps of `everySeconds`: the component renders once a step. */
export const useNow = (everySeconds: number): number => useSteps(everySeconds, () => planeTime(current));

/** The same by the clock of this machine: for how old a page is. */
export const useMachineNow = (everySeconds: number): number => useSteps(everySeconds, () => current);
