import { decideSetUp, initialSettingsOf, isSetUp } from '../../domain/configure/set-up.ts';
import { iso } from '../../domain/time.ts';
import type { World } from '../world.ts';

/**
 * Stores the settings that a plane begins with, once; from then on only admins change them. Safe to run at any time, also
 * several at once: of what somebody else has stored meanwhile nothing is overwritten.
 */
export const setUp = async ({
  store,
  clock,
  ids,
  initial,
}: Pick<World, 'store' | 'clock' | 'ids' | 'initial'>): Promise<void> => {
  if (!initial) return;
  const { settings, publishers } = await store.read({ settings: 'plane', publishers: 'plane' });
  if (isSetUp({ settings, publishers })) return;
  const eventId = ids.event();
  const cause = { actor: 'system', requestId: eventId, now: iso(clock.now()), eventId } as const;
  await store.commit(decideSetUp({ settings, publishers }, initialSettingsOf(await initial()), cause));
};
