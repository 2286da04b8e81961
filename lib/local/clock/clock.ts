import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { type Clock, systemClock } from '../aws/schedule/clock.ts';
import { damagedFile } from '../plane/damaged-file.ts';

/** The plane's time: runs `speed` times faster than the world's, and never backwards, restarts included. */
export type PlaneClock = Clock & {
  readonly speed: number;
  /** `<real ms>:<plane ms>:<speed>`, from which functions derive the same clock. */
  readonly spec: string;
  /** Keeps what a restart must not fall behind. */
  readonly close: () => void;
};

/** How often the time is kept, in real milliseconds. A crash loses at most that much, so a restart adds it. */
const KEEP_EVERY_MS = 5000;

const keptClock = z.object({ plane: z.number() });

export type PlaneClockOptions = {
  readonly file: string;
  readonly speed: number;
  /** The world's clock; tests pass one that they move. */
  readonly world?: Clock;
};

/**
 * One clock for everything that waits or ages in the plane: leases, freshness, quota days, the workflow and the engine.
 * Tokens and signatures stay in the world's time.
 */
export function openPlaneClock({ file, speed, world = systemClock }: PlaneClockOptions): PlaneClock {
  const realStart = world.now();
  const planeStart = Math.max(realStart, Math.ceil(keptTime(file)));
  const now = () => planeStart + (world.now() - realStart) * speed;
  const keep = (ahead: number) => {
    writeFileSync(`${file}.new`, JSON.stringify({ plane: now() + ahead }));
    renameSync(`${file}.new`, file);
  };
  keep(KEEP_EVERY_MS * speed);
  const keeping = setInterval(() => keep(KEEP_EVERY_MS * speed), KEEP_EVERY_MS).unref();
  return {
    speed,
    spec: `${realStart}:${planeStart}:${speed}`,
    now,
    sleep: (ms, signal) => world.sleep(ms / speed, signal),
    close: () => {
      clearInterval(keeping);
      keep(0);
    },
  };
}

/** The time in milliseconds that a plane has not passed, running or not; 0 without one. Throws when it is damaged. */
export function keptTime(file: string): number {
  if (!existsSync(file)) return 0;
  try {
    return keptClock.parse(JSON.parse(readFileSync(file, 'utf8'))).plane;
  } catch (error) {
    throw damagedFile(file, error, "time begins at this machine's, which may be behind what is recorded.");
  }
}
