import { broken, type Invariant } from './invariant.ts';

/** What was refused left nothing behind: nothing is kept for a deployment that is not recorded. */
export const orphans: Invariant = {
  id: 'orphans',
  title: 'Nothing is stored without the deployment it belongs to',
  check: function* ({ deployments, timelines, lanes, quotas }) {
    for (const id of timelines.keys()) {
      yield deployments.has(id) || broken([id], `There is a timeline of ${id}, which is not recorded`);
    }
    for (const { service, environment, inFlight, waiting, running } of lanes) {
      for (const id of [inFlight, waiting, running].flatMap((entry) => entry?.deploymentId ?? [])) {
        yield deployments.has(id) ||
          broken([id], `The lane ${service} in ${environment} names ${id}, which is not recorded`);
      }
    }
    for (const { key, used } of quotas) {
      yield used >= 0 ||
        broken([key.deliveryGroupId], `A quota of ${key.deliveryGroupId} in ${key.environment} is ${used}`);
    }
  },
};
