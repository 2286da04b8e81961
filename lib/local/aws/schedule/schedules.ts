import type { Clock } from './clock.ts';
import { rateMs } from './rate.ts';

export type Schedule = {
  readonly name: string;
  /** e.g. `rate(1 minute)` */
  readonly rate: string;
  readonly run: () => Promise<unknown>;
};

export type ScheduleSurroundings = {
  readonly clock: Clock;
  /** Divides every interval. */
  readonly speed: number;
  /** Told of a run that failed; the schedule goes on. */
  readonly onError: (name: string, error: unknown) => void;
};

/**
 * Runs each schedule at its rate, first after one interval. A schedule never overlaps itself: ticks that fall into a
 * run are skipped. `stop` ends all of them and resolves when no run is left.
 */
export function startSchedules(schedules: readonly Schedule[], around: ScheduleSurroundings) {
  const stopping = new AbortController();
  const planned = schedules.map((schedule) => ({ schedule, intervalMs: rateMs(schedule.rate) / around.speed }));
  const loops = planned.map(({ schedule, intervalMs }) =>
    repeat(schedule, intervalMs, { ...around, signal: stopping.signal }),
  );
  return {
    stop: async (): Promise<void> => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function repeat(
  schedule: Schedule,
  intervalMs: number,
  { clock, onError, signal }: ScheduleSurroundings & { readonly signal: AbortSignal },
): Promise<void> {
  const begun = clock.now();
  // Ticks are counted, not measured: a timer that fires a little early must not tick twice.
  for (let tick = 1; ; tick = Math.max(tick + 1, Math.ceil((clock.now() - begun) / intervalMs))) {
    await clock.sleep(begun + tick * intervalMs - clock.now(), signal).catch(() => undefined);
    if (signal.aborted) return;
    try {
      await schedule.run();
    } catch (error) {
      onError(schedule.name, error);
    }
  }
}
