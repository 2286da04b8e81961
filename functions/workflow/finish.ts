import { finishObserved } from '../../lib/usecases/observe.ts';
import { clock, engine, ids, store } from '../live.ts';

/** Ends a deployment as the engine did. */
export const handler = async ({ id }: { id: string }) => ({
  id,
  ...(await finishObserved({ store: store(), clock: clock(), ids: ids(), engine: await engine() }, id)),
});
