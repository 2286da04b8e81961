import type { Guard, KillSwitch } from '../records.ts';
import { broken, type Check, type Invariant } from './invariant.ts';

/**
 * A guard row that has followed the master row stands as it does; whoever turned the switch, or else the schedule, sees
 * to those that have not. That nothing is admitted or started afterwards, only one who watches the writes can tell.
 */
export const killSwitch: Invariant = {
  id: 'kill-switch',
  title: 'Every delivery group has a guard row, in the position of the kill switch that it has followed',
  check: function* ({ killSwitch: master, guards, groups }, now) {
    const guarded = new Set(guards.map(({ deliveryGroupId }) => deliveryGroupId));
    for (const { id } of groups) yield guarded.has(id) || broken([id], `The delivery group ${id} has no guard row`);
    for (const guard of guards) yield stands(guard, master ?? { mutationsDisabled: false, epoch: 0 }, now);
  },
};

/** By then every group has followed, also if the schedule had to see to it. */
const FOLLOWED_SECONDS = 300;

const stands = ({ deliveryGroupId, mutationsDisabled, epoch = 0 }: Guard, master: KillSwitch, now: Date): Check => {
  const agrees = mutationsDisabled === master.mutationsDisabled;
  const is = `The guard row of ${deliveryGroupId} ${mutationsDisabled ? 'refuses' : 'admits'} changes`;
  if (epoch > master.epoch) return broken([deliveryGroupId], `${is} by a turn ${epoch} that never was`);
  const turned = `the kill switch is ${master.mutationsDisabled ? 'on' : 'off'}`;
  if (epoch === master.epoch) return agrees || broken([deliveryGroupId], `${is}; ${turned}`);
  const isLate = master.since !== undefined && now.getTime() - Date.parse(master.since) > FOLLOWED_SECONDS * 1000;
  return agrees || !isLate || broken([deliveryGroupId], `${is}; ${turned} since ${master.since}`);
};
