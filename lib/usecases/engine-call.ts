import { breakerAfter } from '../domain/breaker.ts';
import { EngineFault, type EngineFaultKind } from '../ports/engine.ts';
import type { World } from './world.ts';

/** Calls the engine and lets every instance know whether it could be reached. The fault itself is passed on. */
export const callEngine = async <Answer>(
  world: Pick<World, 'store' | 'clock'>,
  call: () => Promise<Answer>,
): Promise<Answer> => {
  try {
    const answer = await call();
    await note(world, { ok: true });
    return answer;
  } catch (fault) {
    if (fault instanceof EngineFault) await note(world, { ok: !outOfReach.has(fault.kind), detail: fault.kind });
    throw fault;
  }
};

/** An engine that refuses one order, or our credentials, was reached all the same. */
const outOfReach: ReadonlySet<EngineFaultKind> = new Set(['UNAVAILABLE', 'TIMEOUT']);

/** A lost race means that another instance wrote at the same time; its word is as good as ours. */
const note = async ({ store, clock }: Pick<World, 'store' | 'clock'>, call: { ok: boolean; detail?: string }) => {
  const { breaker } = await store.read({ breaker: 'plane' });
  const after = breakerAfter(breaker, call, clock.now());
  if (after) await store.commit({ breaker: { before: breaker, after } });
};
