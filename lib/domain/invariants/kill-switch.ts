import { broken, type Invariant } from './invariant.ts';

/**
 * The guard rows stand as the master row does. That nothing is admitted or started afterwards, only one who watches
 * the writes can tell.
 */
export const killSwitch: Invariant = {
  id: 'kill-switch',
  title: 'Every delivery group has a guard row, in the position of the kill switch',
  check: function* ({ killSwitch, guards, deliveryGroups }) {
    const off = killSwitch?.mutationsDisabled ?? false;
    const guarded = new Set(guards.map(({ deliveryGroupId }) => deliveryGroupId));
    for (const id of deliveryGroups) yield guarded.has(id) || broken([id], `The delivery group ${id} has no guard row`);
    for (const { deliveryGroupId, mutationsDisabled } of guards) {
      yield mutationsDisabled === off ||
        broken(
          [deliveryGroupId],
          `The guard row of ${deliveryGroupId} ${mutationsDisabled ? 'refuses' : 'admits'} changes; the kill switch is ${off ? 'on' : 'off'}`,
        );
    }
  },
};
