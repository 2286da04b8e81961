import type { Clock } from '../../lib/ports/world.ts';

type Timer = { readonly at: number; readonly order: number; readonly wake: () => void };

/**
 * Time that passes only while everything that runs is waiting for it: minutes take as long as their work does. What runs
 * in it is started by `spawn` and waits by `sleep` alone.
 */
export const createVirtualTime = (start: string) => {
  let now = Date.parse(start);
  let order = 0;
  let running = 0;
  let idle: (() => void) | undefined;
  let failure: { readonly error: unknown } | undefined;
  const timers: Timer[] = [];
  const clock: Clock = { now: () => new Date(now) };

  const enter = () => {
    running += 1;
  };
  const leave = () => {
    running -= 1;
    if (running === 0) idle?.();
  };
  const push = (timer: Timer) => {
    let at = timers.length;
    while (at > 0 && comesBefore(timer, timers[at - 1])) at -= 1;
    timers.splice(at, 0, timer);
  };

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      order += 1;
      const wake = () => {
        enter();
        resolve();
      };
      push({ at: now + Math.max(0, ms), order, wake });
      leave();
    });

  const spawn = (work: () => Promise<unknown>): void => {
    enter();
    work()
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(leave);
  };

  const settle = async (): Promise<void> => {
    if (running > 0) {
      await new Promise<void>((resolve) => {
        idle = resolve;
      });
      idle = undefined;
    }
    if (failure) throw failure.error;
  };

  return {
    clock,
    ms: () => now,
    sleep,
    spawn,
    /** Does the work when the time has come. */
    at: (when: number, work: () => Promise<unknown>) => {
      order += 1;
      push({ at: when, order, wake: () => spawn(work) });
    },
    /** Lets so much time pass. */
    pass: async (ms: number): Promise<void> => {
      const until = now + ms;
      for (;;) {
        await settle();
        const next = timers[0];
        if (!next || next.at > until) break;
        timers.shift();
        now = Math.max(now, next.at);
        next.wake();
      }
      now = until;
    },
  };
};

const comesBefore = (a: Timer, b: Timer | undefined): boolean =>
  b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));

export type VirtualTime = ReturnType<typeof createVirtualTime>;
