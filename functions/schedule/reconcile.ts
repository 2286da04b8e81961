import type { Context } from 'aws-lambda';
import { reconcile } from '../../lib/usecases/reconcile.ts';
import { vigilOf } from '../../lib/usecases/watch/vigil.ts';
import { clock, engine, ids, initial, sleep, store, tell, workflow } from '../live.ts';

/** Until the next pass is there for sure, which the platform begins at any time within its minute. */
const VIGIL_SECONDS = 118;

/** Repairs what crashed, once a minute, and looks after what is in flight in between. */
export const handler = async (_event: unknown, context: Context) =>
  reconcile(
    {
      store: store(),
      clock: clock(),
      ids: ids(),
      engine: await engine(),
      workflow: workflow(),
      tell: tell(),
      initial,
    },
    vigilOf(VIGIL_SECONDS, { sleep: sleep(), context }),
  );
