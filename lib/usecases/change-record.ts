import type { Change } from '../domain/change.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { ContentionFault } from '../ports/store.ts';
import type { World } from './world.ts';

const TRIES_MAX = 20;

/**
 * Changes a record from its newest version: `decide` sees it and says what is to be written, or nothing. When others
 * were faster it sees the record again. Answers the record as it is afterwards.
 */
export const changeRecord = async (
  { store }: Pick<World, 'store'>,
  deploymentId: string,
  decide: (record: DeploymentRecord) => Promise<Decision | undefined> | Decision | undefined,
): Promise<DeploymentRecord> => {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const { deployment: record } = await store.read({ deployment: deploymentId });
    if (!record) throw new UnknownDeployment(deploymentId);
    const decision = await decide(record);
    if (!decision) return record;
    if ((await store.commit(decision.change)).ok) return decision.record;
  }
  throw new ContentionFault(`Deployment ${deploymentId} is changed by others all the time`);
};

type Decision = { readonly record: DeploymentRecord; readonly change: Change };

/** The workflow was asked about a deployment that is not recorded. */
export class UnknownDeployment extends Error {
  override readonly name = 'UnknownDeployment';
  constructor(id: string) {
    super(`There is no deployment ${id}`);
  }
}
