import type { Guard, KillSwitch } from './records.ts';

/** Where the kill switch stands for whoever asks. */
export type SwitchPosition = Pick<KillSwitch, 'mutationsDisabled' | 'reason'> & {
  /** Changes are switched on again, which the delivery group in question has not followed yet. */
  readonly behind?: true;
};

/** A delivery group refuses what its guard row refuses, also while the master row says otherwise already. */
export const positionFor = (master: KillSwitch | undefined, guard: Guard | undefined): SwitchPosition | undefined =>
  guard?.mutationsDisabled && !master?.mutationsDisabled ? { mutationsDisabled: true, behind: true } : master;
