import type { Clock } from './schedule/clock.ts';

type EventCall = { readonly functionName: string; readonly payload: unknown };

export type EventQueueOptions = {
  readonly invoke: (functionName: string, payload: unknown) => Promise<unknown>;
  /** Told of a call that failed for the last time. */
  readonly onError: (failure: EventCall & { readonly error: unknown }) => void;
  readonly clock: Clock;
  /** Divides the pauses before retries. */
  readonly speed: number;
  /** Calls taken on and not yet done; more are refused. */
  readonly maxQueued?: number;
  /** Calls running at one time. */
  readonly maxRunning?: number;
};

export type EventQueue = {
  /** Takes a call on; `false` when the queue is full or closed. */
  readonly offer: (call: EventCall) => boolean;
  /** Drops what is queued or pausing and waits for the calls that are running. */
  readonly close: () => Promise<void>;
};

/** Pauses before the two retries Lambda makes of an asynchronous call. */
const RETRY_PAUSES_MS = [60_000, 120_000];

/** The queue behind `InvocationType: Event`: bounded, some calls at a time, each tried at most three times. */
export function openEventQueue(options: EventQueueOptions): EventQueue {
  const { maxQueued = 1000, maxRunning = 20 } = options;
  const waiting: (EventCall & { attempts: number })[] = [];
  const running = new Set<Promise<void>>();
  const closing = new AbortController();
  let open = 0;

  function advance(): void {
    while (running.size < maxRunning) {
      const call = waiting.shift();
      if (call === undefined) return;
      const work = perform(call).finally(() => {
        running.delete(work);
        advance();
      });
      running.add(work);
    }
  }

  async function perform(call: EventCall & { attempts: number }): Promise<void> {
    const { functionName, payload, attempts } = call;
    try {
      await options.invoke(functionName, payload);
      open -= 1;
    } catch (error) {
      const pause = RETRY_PAUSES_MS[attempts];
      if (pause !== undefined) return retryAfter(pause, { ...call, attempts: attempts + 1 });
      open -= 1;
      options.onError({ functionName, payload, error });
    }
  }

  /** A pausing call does not keep others from running. */
  function retryAfter(pause: number, call: EventCall & { attempts: number }): void {
    options.clock.sleep(pause / options.speed, closing.signal).then(
      () => {
        waiting.push(call);
        advance();
      },
      () => undefined,
    );
  }

  return {
    offer: (call) => {
      if (closing.signal.aborted || open >= maxQueued) return false;
      open += 1;
      waiting.push({ ...call, attempts: 0 });
      advance();
      return true;
    },
    close: async () => {
      closing.abort();
      waiting.length = 0;
      await Promise.all(running);
    },
  };
}
