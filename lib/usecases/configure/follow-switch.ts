import type { Guard, KillSwitch } from '../../domain/records.ts';
import type { Store } from '../../ports/store.ts';
import { crashPoint } from '../crash-points.ts';
import type { World } from '../world.ts';
import { NotYetFollowed } from './not-yet-followed.ts';

/** So many guard rows are written at a time. */
const ABREAST = 8;

/**
 * Lets the guard row of every delivery group take over the position of the master row, one by one: admissions of
 * different groups never wait for each other, and the storm cannot keep the switch from its turn. A row that has followed
 * a later turn stays. Answers how many rows were behind. Safe to run at any time, also several at once.
 * Throws `NotYetFollowed` when some could not be written, after all others were.
 */
export const followSwitch = async ({ store }: Pick<World, 'store'>): Promise<number> => {
  const { killSwitch, behind } = await whoIsBehind(store).catch((cause: unknown) => {
    throw new NotYetFollowed({}, cause);
  });
  if (!killSwitch) return 0;
  const { mutationsDisabled, epoch } = killSwitch;
  const faults: unknown[] = [];
  const due = eachOf(behind);
  const followNext = async () => {
    for (const deliveryGroupId of due) {
      await store
        .commit({ follow: { deliveryGroupId, mutationsDisabled, epoch } })
        .catch((fault) => faults.push(fault));
      crashPoint('kill switch: some guard rows follow, others not yet');
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, followNext));
  if (faults.length === 0) return behind.length;
  throw new NotYetFollowed({ behind: faults.length, mutationsDisabled }, new AggregateError(faults));
};

const whoIsBehind = async (store: Store) => {
  const { killSwitch, groupRegistry } = await store.read({ killSwitch: 'plane', groupRegistry: 'plane' });
  if (!killSwitch) return { killSwitch, behind: [] };
  const guards = await store.readMany('guard', groupRegistry?.ids ?? []);
  const behind = guards.flatMap((guard) => (guard && isBehind(guard, killSwitch) ? [guard.deliveryGroupId] : []));
  return { killSwitch, behind };
};

/** Taken from by several at once; it ends for all of them where one dies. */
function* eachOf(ids: readonly string[]): Generator<string, void> {
  yield* ids;
}

const isBehind = ({ epoch = 0 }: Guard, killSwitch: KillSwitch): boolean => epoch < killSwitch.epoch;
