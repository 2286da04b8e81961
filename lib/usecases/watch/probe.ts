import { EngineFault } from '../../ports/engine.ts';
import { callEngine, suspectEngine } from '../engine-call.ts';
import { guarded } from '../guarded.ts';
import type { World } from '../world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'engine' | 'tell'>;

/**
 * Whether the engine can be asked. When it is known to be out of reach everybody else keeps from asking, so that
 * somebody has to: how is it? Where calls have only failed, the next one that goes well is written down.
 */
export const isReachable = async (world: Needs, inDoubt = false): Promise<boolean> => {
  const { breaker } = await world.store.read({ breaker: 'plane' });
  if (breaker && breaker.failures > 0) suspectEngine(world);
  return inDoubt || breaker?.state === 'open' ? isWell(world) : true;
};

/** How is it? The answer counts for everybody. */
export const isWell = async (world: Needs): Promise<boolean> =>
  (await guarded(() =>
    callEngine(
      world,
      async () => {
        const { ok, detail = 'The engine is not well' } = await world.engine.health();
        if (!ok) throw new EngineFault('UNAVAILABLE', detail, { ambiguous: false });
      },
      'the engine',
    ),
  )) === 0;
