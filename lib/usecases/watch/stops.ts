import type { DeploymentRecord } from '../../domain/records.ts';
import { iso, secondsBetween } from '../../domain/time.ts';
import { stopIfAsked } from '../observe.ts';
import type { Needs } from './look.ts';
import { type Pace, paced } from './pace.ts';

/** Of a batch, so many are asked to stop once more: however many do not, the others are looked at. */
const REPEATED_MAX = 2;
/** So long nobody is asked to stop after one could not be: each of these may take as long as a call that hangs. */
const REST_SECONDS = 15;

type Options = { readonly pace: Pace; readonly goesOn: () => Promise<boolean> };

/**
 * Passes on what people asked to stop, after the look, which may have shown that it has ended. The first try of each is
 * made at once; what the engine does not heed is repeated within the budget, a few at a time.
 */
export const createStops = (world: Needs, { pace, goesOn }: Options) => {
  const slowly = { ...world, engine: paced(world.engine, pace) };
  let failedAt: string | undefined;

  const rests = (): boolean => failedAt !== undefined && secondsBetween(failedAt, world.clock.now()) < REST_SECONDS;

  return async (records: readonly DeploymentRecord[]): Promise<Stopped> => {
    const after: DeploymentRecord[] = [];
    let faults = 0;
    for (const record of inTurn(records)) {
      if (rests() || !(await goesOn())) break;
      try {
        const stop = await stopIfAsked(isUnsent(record) ? world : slowly, record);
        if (!stop.reached) failedAt = iso(world.clock.now());
        after.push(stop.record);
      } catch {
        faults += 1;
      }
    }
    return { after, faults };
  };
};

/** What is known of those that were asked to stop; how many could not be helped. */
type Stopped = { readonly after: readonly DeploymentRecord[]; readonly faults: number };

const isUnsent = ({ cancelSentAt }: DeploymentRecord): boolean => cancelSentAt === undefined;

/** Those that were never asked first, then those that do not heed it, whoever waits for longest before the others. */
const inTurn = (records: readonly DeploymentRecord[]): readonly DeploymentRecord[] => {
  const canceled = records.filter(({ cancelRequested }) => cancelRequested);
  const unheeded = canceled.filter((record) => !isUnsent(record));
  unheeded.sort((a, b) => (a.cancelSentAt ?? '').localeCompare(b.cancelSentAt ?? ''));
  return [...canceled.filter(isUnsent), ...unheeded.slice(0, REPEATED_MAX)];
};
