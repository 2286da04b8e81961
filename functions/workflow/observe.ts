import { follow, observe } from '../../lib/usecases/observe.ts';
import { clock, engine, ids, store } from '../live.ts';

/** Looks at the engine once. The machine finishes in a step of its own; a reader's ask has nobody else to do it. */
export const handler = async ({ id, follow: toTheEnd }: { id: string; follow?: boolean }) => {
  const world = { store: store(), clock: clock(), ids: ids(), engine: await engine() };
  return { id, ...(await (toTheEnd ? follow(world, id) : observe(world, id))) };
};
