import type { Change } from '../change.ts';
import type { KillSwitch, Usage } from '../records.ts';

/** So many guard rows fit into one transaction beside everything else. */
export const TOGETHER = 60;

/**
 * Decisions that were made on the old are not written once this is. Of more groups than one transaction takes, the
 * master row says that all are to follow; whoever made the change sees to it before it is answered.
 */
export const renewalOf = (
  groups: Usage['groups'],
  killSwitch: KillSwitch | undefined,
): Pick<Change, 'renew' | 'killSwitch' | 'switchedOn'> =>
  groups.length <= TOGETHER ? { renew: groups } : { killSwitch: { before: killSwitch, after: nextEpoch(killSwitch) } };

/** The position stays; everybody takes it over anew. */
const nextEpoch = (killSwitch: KillSwitch | undefined): KillSwitch => ({
  mutationsDisabled: false,
  ...killSwitch,
  epoch: (killSwitch?.epoch ?? 0) + 1,
});
