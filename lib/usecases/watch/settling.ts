import type { DeploymentRecord } from '../../domain/records.ts';
import { iso, secondsBetween } from '../../domain/time.ts';
import { everythingInFlight } from '../in-flight.ts';
import { settle } from '../settle.ts';
import { everythingUnsettled, isToBeSettled } from '../unsettled.ts';
import type { Needs } from './look.ts';
import type { Pace } from './pace.ts';
import { inTurn, isNew } from './settling-order.ts';
import type { Progress } from './turn.ts';

/** Between two looks for what is due. */
const LIST_SECONDS = 30;
/** Between two tries of the same. */
const AGAIN_SECONDS = 60;
/** Of the budget, what is left to whatever is heard in the next moment. */
const RESERVE = 2;
/** While looks take all of the budget, every so many of them leave their place to one. */
const LOOKS_BETWEEN = 4;

type Options = {
  readonly pace: Pace;
  readonly found: Progress;
  /** What is in flight, when that is known. */
  readonly inFlight: () => readonly DeploymentRecord[] | undefined;
  /** Waits for the budget, as nothing else is to be done. */
  readonly isPatient: boolean;
};

/** Settles what is due, in flight or ended, one by one beside the looks, by an engine that is asked within the budget. */
export const createSettling = (world: Needs, { pace, found, inFlight, isPatient }: Options) => {
  const triedAt = new Map<string, string>();
  let queue: DeploymentRecord[] = [];
  let listedAt: string | undefined;
  let settledTo = found.settledTo;
  let looks = 0;

  const list = async (): Promise<void> => {
    const now = world.clock.now();
    listedAt = iso(now);
    queue = [];
    if (await isOutOfReach(world)) return;
    const all = [...(inFlight() ?? (await everythingInFlight(world))), ...(await everythingUnsettled(world))];
    const isDue = (record: DeploymentRecord) => isToBeSettled(world, record, now) && !wasTried(record, now);
    queue = [...inTurn(all.filter(isDue), { settledTo, now })];
  };

  const wasTried = ({ id }: DeploymentRecord, now: Date): boolean => {
    const at = triedAt.get(id);
    return at !== undefined && secondsBetween(at, now) < AGAIN_SECONDS;
  };

  /** Whether it failed. */
  const settleOne = async (record: DeploymentRecord): Promise<boolean> => {
    const now = world.clock.now();
    triedAt.set(record.id, iso(now));
    // Noted before, so that one that ends the process is not the first of the next.
    if (!isNew(record, now)) settledTo = record.id;
    const failed = await settle(world, record).then(
      (settled) => settled.failed,
      () => true,
    );
    if (failed && (await isOutOfReach(world))) queue = [];
    return failed;
  };

  return {
    /** Nothing is due, as far as the newest list knows. */
    isIdle: () => listedAt !== undefined && queue.length === 0,

    /** Settles the next one, unless the looks need the budget: whether it did, and whether that failed. */
    step: async (hasLooked: boolean): Promise<{ readonly tried: boolean; readonly failed: boolean }> => {
      looks += hasLooked ? 1 : 0;
      if (listedAt === undefined || secondsBetween(listedAt, world.clock.now()) >= LIST_SECONDS) await list();
      const hasRoom = !hasLooked && (isPatient || pace.left() >= RESERVE + 1);
      if (!hasRoom && looks < LOOKS_BETWEEN) return IDLE;
      const record = queue.shift();
      if (!record) return IDLE;
      looks = 0;
      return { tried: true, failed: await settleOne(record) };
    },

    progress: (): Pick<Progress, 'settledTo'> => (settledTo === undefined ? {} : { settledTo }),
  };
};

const IDLE = { tried: false, failed: false } as const;

/** Then only whoever asks how it is asks it; each of these would take as long as an answer that never comes. */
const isOutOfReach = async ({ store }: Needs): Promise<boolean> =>
  (await store.read({ breaker: 'plane' })).breaker?.state === 'open';
