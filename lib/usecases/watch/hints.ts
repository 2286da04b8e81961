import { SKEW_SECONDS } from '../../domain/freshness.ts';
import { iso, plusSeconds } from '../../domain/time.ts';
import { HINTS_AT_ONCE } from '../../ports/store.ts';
import type { World } from '../world.ts';

type Needs = { readonly store: Pick<World['store'], 'readHints'>; readonly clock: World['clock'] };

/**
 * Answers what was heard since it was asked last, and what an instance whose clock is behind wrote down a moment ago;
 * each deployment once, however much was heard of it.
 */
export const createHints = ({ store, clock }: Needs): (() => Promise<readonly string[]>) => {
  let since = iso(plusSeconds(clock.now(), -SKEW_SECONDS));
  /** Tokens that were read before and may be read again, and when they were heard. */
  const known = new Map<string, string>();
  return async () => {
    const now = clock.now();
    const hints = await store.readHints(since);
    const fresh = hints.filter(({ token }) => !known.has(token));
    for (const { token, at } of hints) known.set(token, at);
    // Of very much only the beginning was read: the rest comes with the next read.
    const last = hints.length < HINTS_AT_ONCE ? undefined : hints.at(-1);
    const horizon = iso(plusSeconds(now, -SKEW_SECONDS));
    since = last?.at ?? horizon;
    for (const [token, at] of known) if (at < since && at < horizon) known.delete(token);
    return [...new Set(fresh.map(({ deploymentId }) => deploymentId))];
  };
};
