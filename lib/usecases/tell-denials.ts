import { type DenialCount, denialsSummary, hourAfter, hoursToTell } from '../domain/denials.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock'>;

/** So many counters are closed in one pass; the rest waits for the next. */
const CLOSED_AT_ONCE = 500;

/**
 * Closes the counters of hours that are over: those with more denials than were told singly with one event for all of
 * them. Each is closed in one transaction with its event, so it is told once however often this is begun anew; how far
 * it has come is noted only when everything before is closed.
 */
export const tellDenials = async (world: Needs): Promise<void> => {
  const { denialsTold } = await world.store.read({ denialsTold: 'plane' });
  const hours = hoursToTell(denialsTold, world.clock.now());
  const last = hours.at(-1);
  if (last === undefined) return;
  let left = CLOSED_AT_ONCE;
  for (const hour of hours) {
    for (const counter of await world.store.readDenials(hour)) {
      if (counter.closed) continue;
      if (left === 0 || !(await close(world, counter))) return;
      left -= 1;
    }
  }
  await world.store.commit({ denialsTold: { before: denialsTold, after: { before: hourAfter(last) } } });
};

/** False where a late denial was counted meanwhile, or somebody else has closed it. */
const close = async ({ store, clock }: Needs, { count, ...counter }: DenialCount): Promise<boolean> => {
  const { callerId, code, hour } = counter;
  const event = denialsSummary({ ...counter, count }, clock.now());
  const denial = { kind: 'close', key: { callerId, code, hour }, count } as const;
  return (await store.commit({ denial, ...(event ? { audit: [event] } : {}) })).ok;
};
