import { finishObserved } from '../../lib/usecases/observe.ts';
import { clock, engine, ids, store, tell } from '../live.ts';

/** Ends a deployment as the engine did. */
export const handler = async ({ id }: { id: string }) => {
  const world = { store: store(), clock: clock(), ids: ids(), engine: await engine(), tell: tell() };
  return { id, ...(await finishObserved(world, id)) };
};
