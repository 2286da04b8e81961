/** Wakes one sleeper, and tells others when it has nothing left to do. */
export type Bell = {
  ring(): void;
  /** Starts a new round: rings from here on count. */
  hush(): void;
  /** Resolves once it has rung in this round. */
  rung(): Promise<void>;
  /** Says that this round found nothing to do, which holds only if it has not rung since. */
  idle(): void;
  /** Resolves at the end of a whole round that found nothing to do. */
  untilIdle(): Promise<void>;
  /** Lets everybody go, for good. */
  dismiss(): void;
};

/** A bell that also rings when the signal is aborted. */
export function createBell(signal: AbortSignal): Bell {
  let ringing = false;
  let dismissed = false;
  let wake: (() => void) | undefined;
  let waiting: (() => void)[] = [];

  function ring(): void {
    ringing = true;
    wake?.();
  }

  function release(): void {
    for (const resolve of waiting) resolve();
    waiting = [];
  }

  signal.addEventListener('abort', ring);
  return {
    ring,
    hush() {
      ringing = signal.aborted;
    },
    rung: () => (ringing ? Promise.resolve() : new Promise((resolve) => (wake = resolve))),
    idle() {
      if (!ringing) release();
    },
    untilIdle() {
      if (dismissed) return Promise.resolve();
      ring();
      return new Promise((resolve) => waiting.push(resolve));
    },
    dismiss() {
      dismissed = true;
      release();
    },
  };
}
