import type { Line } from '../usecases/line.ts';

/** What every endpoint takes from the composition root, from a line. */
export const needsOf = ({ world }: Line) => ({
  store: () => world.store,
  clock: () => world.clock,
  ids: () => world.ids,
});
