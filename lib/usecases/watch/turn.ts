import { isWatched } from '../../domain/freshness.ts';
import type { Watch } from '../../domain/records.ts';
import { iso, plusSeconds } from '../../domain/time.ts';
import type { World } from '../world.ts';

/** Longer than the slowest answer of the engine; where a turn is lost for all that, two look at the same, which does no harm. */
export const TURN_SECONDS = 30;

/** How far looking after everything in flight has come. */
export type Progress = Pick<Watch, 'lookedAt' | 'round' | 'settledTo' | 'budget'>;

/** Somebody's turn to look after everything in flight. */
export type Turn = {
  /** How far it had come before. */
  readonly found: Progress;
  /** Keeps the turn and says how far it has come; `false` when it has become somebody else's. */
  readonly keep: (progress: Progress) => Promise<boolean>;
  readonly end: (progress: Progress) => Promise<void>;
};

/** Takes the turn, so that nothing is looked at by two; `undefined` while it is somebody else's. */
export const takeTurn = async (world: Pick<World, 'store' | 'clock' | 'ids'>): Promise<Turn | undefined> => {
  const { store, clock, ids } = world;
  const { watch: before } = await store.read({ watch: 'plane' });
  if (isWatched(before, clock.now())) return undefined;
  const holder = ids.leaseToken();
  const { revision: _, holder: __, until: ___, ...found } = before ?? { revision: 0 };
  let current = before;
  /** Nobody else writes while the turn lasts, so a lost condition means that it has passed on. */
  const write = async (rest: Omit<Watch, 'revision'>): Promise<boolean> => {
    const after = { ...rest, revision: (current?.revision ?? 0) + 1 };
    const { ok } = await store.commit({ watch: { before: current, after } });
    if (ok) current = after;
    return ok;
  };
  const keep = (progress: Progress) =>
    write({ ...progress, holder, until: iso(plusSeconds(clock.now(), TURN_SECONDS)) });
  if (!(await keep(found))) return undefined;
  return { found, keep, end: async (progress) => void (await write(progress)) };
};
