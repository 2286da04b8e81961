import type { Change } from '../../lib/domain/change.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';

/** What the admission of the first deployment of a service writes, with its place; `limit` is that of the delivery group. */
export const anAdmission = (record: DeploymentRecord, limit: number): Change => {
  const { id, service, environment, version, deliveryGroupId, createdAt } = record;
  return {
    create: record,
    lane: {
      before: undefined,
      after: {
        service,
        environment,
        deliveryGroupId,
        laneVersion: 1,
        inFlight: { deploymentId: id, version },
        previousGood: [],
        durations: [],
      },
    },
    slots: {
      kind: 'claim',
      place: { deliveryGroupId, environment },
      deploymentId: id,
      holder: { service, version, since: createdAt },
      limit,
    },
  };
};
