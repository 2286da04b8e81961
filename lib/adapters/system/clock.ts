import type { Clock } from '../../ports/world.ts';

export const systemClock: Clock = { now: () => new Date() };

/**
 * A clock that runs faster than the world's: `<real ms>:<plane ms>:<speed>` says which instants coincide and how fast
 * it runs from there. The local plane uses it to shorten every wait alike.
 */
export const scaledClock = (spec: string): Clock => {
  const [real = 0, plane = 0, speed = 1] = spec.split(':').map(Number);
  return { now: () => new Date(plane + (Date.now() - real) * speed) };
};
