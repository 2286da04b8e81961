import { ForeignSeal } from '../../ports/seals.ts';
import { crashPoint } from '../crash-points.ts';
import type { SealingWorld } from './world.ts';

const SEALS_AT_ONCE = 8;

/**
 * Puts into the archive what the chain has and the archive may lack, whoever sealed it and whatever kept him from doing
 * it himself. Answers how many it were.
 */
export const keepSeals = async (world: SealingWorld, isOver: () => boolean): Promise<number> => {
  const { store, archive, tell } = world;
  let kept = 0;
  for (;;) {
    const { chain } = await store.read({ chain: 'plane' });
    if (!chain || chain.keptTo >= chain.sequence || isOver()) return kept;
    const count = Math.min(SEALS_AT_ONCE, chain.sequence - chain.keptTo);
    const seals = await store.readSeals(Array.from({ length: count }, (_, index) => chain.keptTo + 1 + index));
    if (seals.length < count) throw new Error(`The chain lacks a seal after number ${chain.keptTo}`);
    try {
      for (const seal of seals) await archive.keep(seal);
    } catch (error) {
      if (error instanceof ForeignSeal) tell?.({ kind: 'foreign seal' });
      throw error;
    }
    crashPoint('seal: kept, not noted');
    kept += count;
    // Where the chain has gone on meanwhile, or somebody else has noted it, the next look sees that.
    await store.commit({ chain: { before: chain, after: { ...chain, keptTo: chain.keptTo + count } } });
  }
};
