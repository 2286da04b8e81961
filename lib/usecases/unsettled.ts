import type { DeploymentRecord } from '../domain/records.ts';
import { isGivenUp, needsSettling } from '../domain/strays.ts';
import { isElsewhere } from './other-engine.ts';
import type { World } from './world.ts';

const PAGE = 200;

/** Everything that has ended while the engine may still have work of it, oldest first. */
export const everythingUnsettled = async ({ store }: Pick<World, 'store'>): Promise<readonly DeploymentRecord[]> => {
  const all: DeploymentRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listUnsettled({ limit: PAGE, cursor });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
};

/** What another engine was asked for waits until that one is connected again, as long as anybody looks. */
export const isToBeSettled = (world: Pick<World, 'engine'>, record: DeploymentRecord, now: Date): boolean =>
  needsSettling(record, now) && (!isElsewhere(record, world) || isGivenUp(record, now));
