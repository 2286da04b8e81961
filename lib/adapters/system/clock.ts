import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../ports/world.ts';

export const systemClock: Clock = { now: () => new Date() };

/** Waits so many milliseconds of the clock that a specification describes; of the world's without one. */
export const createSleep = (spec: string | undefined): ((ms: number) => Promise<void>) => {
  const speed = spec === undefined ? 1 : partsOf(spec).speed;
  return (ms) => pause(ms / speed);
};

/**
 * The world's time in epoch milliseconds, except that it never runs backwards: where a machine's clock was set back, it
 * goes on from where it was.
 */
export const createSteadyTime = (world: () => number = Date.now): (() => number) => {
  let ahead = 0;
  let latest = 0;
  return () => {
    const time = world() + ahead;
    if (time < latest) ahead += latest - time;
    latest = Math.max(latest, time);
    return latest;
  };
};

/** One for all of this process, so that all its clocks agree. */
export const steadyTime = /* @__PURE__ */ createSteadyTime();

/**
 * A clock that runs faster than the world's: `<real ms>:<plane ms>:<speed>` says which instants coincide and how fast
 * it runs from there. The local plane uses it to shorten every wait alike.
 */
export const scaledClock = (spec: string): Clock => {
  const { real, plane, speed } = partsOf(spec);
  return { now: () => new Date(plane + (steadyTime() - real) * speed) };
};

const partsOf = (spec: string) => {
  const [real = 0, plane = 0, speed = 1] = spec.split(':').map(Number);
  return { real, plane, speed };
};
