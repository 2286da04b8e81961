import { handOver } from '../../lib/usecases/hand-over.ts';
import { clock, engine, ids, store } from '../live.ts';

/** Hands a deployment to the engine; answers what the machine does next. */
export const handler = async ({ id }: { id: string }) => ({
  id,
  waitSeconds: 1,
  ...(await handOver({ store: store(), clock: clock(), ids: ids(), engine: await engine() }, id)),
});
