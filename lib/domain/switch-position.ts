import type { Guard, KillSwitch } from './records.ts';

/** Where the kill switch stands for whoever asks. */
export type SwitchPosition = Pick<KillSwitch, 'mutationsDisabled' | 'reason'> & {
  /** Changes are switched on again, which the delivery group in question has not followed yet. */
  readonly behind?: true;
};

/**
 * A delivery group refuses what its guard row refuses, whatever the master row said when it was read: the row is behind
 * an earlier turn, or follows one that came since.
 */
export const positionFor = (master: KillSwitch | undefined, guard: Guard | undefined): SwitchPosition | undefined => {
  if (!guard?.mutationsDisabled || master?.mutationsDisabled) return master;
  const isBehind = (guard.epoch ?? 0) < (master?.epoch ?? 0);
  return { mutationsDisabled: true, ...(isBehind ? { behind: true } : {}) };
};
