import { handOver } from '../../lib/usecases/hand-over.ts';
import { clock, engine, ids, store, tell } from '../live.ts';

/** Hands a deployment to the engine; answers what the machine does next. */
export const handler = async ({ id }: { id: string }) => {
  const world = { store: store(), clock: clock(), ids: ids(), engine: await engine(), tell: tell() };
  return { id, waitSeconds: 1, ...(await handOver(world, id)) };
};
