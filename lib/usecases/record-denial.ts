import type { AuditEvent } from '../contract/audit.ts';
import { type DenialChange, type DenialKey, hourAfter, hourOf, instantIn } from '../domain/denials.ts';
import type { World } from './world.ts';

export type CountedDenial = Omit<DenialKey, 'hour'> & {
  readonly role: AuditEvent['actorRole'];
  /** The event that tells it, where it is one of the first. */
  readonly eventAt: (instant: string) => AuditEvent;
};

/** An hour is closed only once it has been over for minutes, so that the next one is open, whatever a clock says. */
const HOURS_TRIED = 3;

/**
 * Counts a denial exactly once: as a single event together with its event, or as a further one; whichever the counter
 * allows. Who finds the hour closed is late, and is counted in the current one.
 */
export const putDenialOnRecord = async (
  { store, clock }: Pick<World, 'store' | 'clock'>,
  { eventAt, role, ...denial }: CountedDenial,
): Promise<void> => {
  let hour = hourOf(clock.now());
  for (let tried = 0; tried < HOURS_TRIED; tried += 1) {
    const counted = (kind: 'single' | 'further'): DenialChange => ({ kind, key: { ...denial, hour }, role });
    const audit = [eventAt(instantIn(hour, clock.now()))];
    if ((await store.commit({ denial: counted('single'), audit })).ok) return;
    if ((await store.commit({ denial: counted('further') })).ok) return;
    const current = hourOf(clock.now());
    hour = current > hour ? current : hourAfter(hour);
  }
  throw new Error('A denial found the hours closed in which it could be counted');
};
