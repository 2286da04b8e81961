import type { Context } from 'aws-lambda';
import { type Heard, hear } from '../../lib/usecases/hear.ts';
import { observe } from '../../lib/usecases/observe.ts';
import { vigilOf } from '../../lib/usecases/watch/vigil.ts';
import { clock, engine, ids, sleep, store, tell } from '../live.ts';

type Asked = { readonly id: string; readonly follow?: boolean } & Omit<Heard, 'deploymentId'>;

/** Until the next pass of the schedule is there for sure, and within the time that the function may take. */
const VIGIL_SECONDS = 65;

/**
 * A machine looks at its deployment once, if nobody else does. Who heard of one, or asks about it, looks after it, and
 * after all others, until somebody else does.
 */
export const handler = async ({ id, follow, ...heard }: Asked, context: Context) => {
  const world = { store: store(), clock: clock(), ids: ids(), engine: await engine(), tell: tell() };
  if (!follow) return { id, ...(await observe(world, id)) };
  return hear(world, { deploymentId: id, ...heard }, vigilOf(VIGIL_SECONDS, { sleep: sleep(), context }));
};
