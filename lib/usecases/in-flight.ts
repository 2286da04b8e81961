import type { DeploymentRecord } from '../domain/records.ts';
import type { World } from './world.ts';

const PAGE = 200;

/** Everything in flight, oldest first. */
export const everythingInFlight = async ({ store }: Pick<World, 'store'>): Promise<readonly DeploymentRecord[]> => {
  const all: DeploymentRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listInFlight({ limit: PAGE, cursor });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
};
