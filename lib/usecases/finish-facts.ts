import type { FinishFacts } from '../domain/finish.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import type { Store } from '../ports/store.ts';

/** The lane and the records that the end of a deployment touches, read after the record itself. */
export const loadFinish = async (store: Store, record: DeploymentRecord): Promise<FinishFacts> => {
  const { service, environment } = record;
  const { lane } = await store.read({ lane: { service, environment } });
  if (!lane) throw new Error(`Deployment ${record.id} has no lane`);
  const ids = [lane.running?.deploymentId, record.rollbackOf, lane.waiting?.deploymentId].filter(
    (id) => id !== undefined,
  );
  const others = await store.readDeployments([...new Set(ids)]);
  const find = (id: string | undefined) => others.find((other) => other.id === id);
  return {
    record,
    lane,
    displaced: find(lane.running?.deploymentId),
    original: find(record.rollbackOf),
    waiting: find(lane.waiting?.deploymentId),
  };
};
