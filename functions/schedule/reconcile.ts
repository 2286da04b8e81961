import { reconcile } from '../../lib/usecases/reconcile.ts';
import { clock, engine, ids, store, workflow } from '../live.ts';

/** Repairs what crashed, once a minute. */
export const handler = async () =>
  reconcile({ store: store(), clock: clock(), ids: ids(), engine: await engine(), workflow: workflow() });
