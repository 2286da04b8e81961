import { iso, plusSeconds } from '../../domain/time.ts';
import type { World } from '../world.ts';

/** Clocks differ a little, and what was written a moment ago by one that is behind must not be overlooked. */
const OVERLAP_SECONDS = 3;

/** Answers what was heard since it was asked last, each deployment once, however much was heard of it. */
export const createHints = ({ store, clock }: Pick<World, 'store' | 'clock'>): (() => Promise<readonly string[]>) => {
  let since = iso(plusSeconds(clock.now(), -OVERLAP_SECONDS));
  let known = new Set<string>();
  return async () => {
    const now = clock.now();
    const hints = await store.readHints(since);
    const fresh = hints.filter(({ token }) => !known.has(token));
    known = new Set(hints.map(({ token }) => token));
    since = iso(plusSeconds(now, -OVERLAP_SECONDS));
    return [...new Set(fresh.map(({ deploymentId }) => deploymentId))];
  };
};
