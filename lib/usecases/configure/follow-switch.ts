import type { Guard, KillSwitch } from '../../domain/records.ts';
import { crashPoint } from '../crash-points.ts';
import type { Result } from '../result.ts';
import type { World } from '../world.ts';

/** So many guard rows are written at a time. */
const ABREAST = 8;

/**
 * Lets the guard row of every delivery group take over the position of the master row, one by one: admissions of
 * different groups never wait for each other, and the storm cannot keep the switch from its turn. A row that has followed
 * a later turn stays. Answers how many rows were behind. Safe to run at any time, also several at once.
 */
export const followSwitch = async ({ store }: Pick<World, 'store'>): Promise<number> => {
  const { killSwitch, groupRegistry } = await store.read({ killSwitch: 'plane', groupRegistry: 'plane' });
  if (!killSwitch) return 0;
  const guards = await store.readMany('guard', groupRegistry?.ids ?? []);
  const behind = guards.flatMap((guard) => (guard && isBehind(guard, killSwitch) ? [guard.deliveryGroupId] : []));
  const { mutationsDisabled, epoch } = killSwitch;
  for (let first = 0; first < behind.length; first += ABREAST) {
    await Promise.all(
      behind
        .slice(first, first + ABREAST)
        .map((deliveryGroupId) => store.commit({ follow: { deliveryGroupId, mutationsDisabled, epoch } })),
    );
    crashPoint('kill switch: some guard rows follow, others not yet');
  }
  return behind.length;
};

const isBehind = ({ epoch = 0 }: Guard, killSwitch: KillSwitch): boolean => epoch < killSwitch.epoch;

/** What was answered holds for every delivery group, also if somebody died between the two. */
export const followed = async <Body>(world: Pick<World, 'store'>, result: Result<Body>): Promise<Result<Body>> => {
  if (result.kind === 'answered') await followSwitch(world);
  return result;
};
