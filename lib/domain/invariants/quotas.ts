import type { QuotaKey } from '../change.ts';
import { utcDay } from '../time.ts';
import { broken, type Check, groupedBy, type Invariant } from './invariant.ts';
import type { KeptBuild, KeptDeployment, KeptPublisherQuota, Stored } from './stored.ts';

/** What is used up of a day is what was admitted on it, less what was given back. */
export const quotas: Invariant = {
  id: 'quotas',
  title: 'A quota counter is what was admitted less what was refunded that day, and nobody was let in above the limit',
  check: function* (stored, now) {
    const admitted = groupedBy(stored.deployments.values(), (record) => nameOf(quotaKeyOf(record)));
    const counters = new Map(stored.quotas.map(({ key, used }) => [nameOf(key), used]));
    for (const name of new Set([...admitted.keys(), ...counters.keys()])) {
      const records = admitted.get(name) ?? [];
      const day = records[0]?.quota.day;
      if (counters.has(name) || (day !== undefined && day > oldestKept(now))) {
        yield agrees(name, counters.get(name) ?? 0, records);
      }
    }
    for (const record of stored.deployments.values()) yield wasBelowLimit(record);
    const registered = buildsByPublisher(stored);
    for (const counter of stored.publisherQuotas) yield publisherAgrees(counter, registered);
    const counted = new Set(stored.publisherQuotas.map(({ key }) => `${key.publisher} on ${key.day}`));
    for (const [name, builds] of registered) {
      const [build] = builds;
      const young = build !== undefined && build.registeredAt.slice(0, 10) > oldestKept(now);
      yield counted.has(name) || !young || broken([name], `${builds.length} registrations of ${name} are not counted`);
    }
  },
};

/** Counters of days that are long past are dropped, a little late. */
const COUNTER_KEPT_DAYS = 89;
const oldestKept = (now: Date): string => utcDay(new Date(now.getTime() - COUNTER_KEPT_DAYS * 86_400_000));

const quotaKeyOf = ({ deliveryGroupId, environment, quota: { day, kind } }: KeptDeployment): QuotaKey => ({
  deliveryGroupId,
  environment,
  day,
  kind,
});

const nameOf = ({ deliveryGroupId, environment, day, kind }: QuotaKey): string =>
  `${kind} quota of ${deliveryGroupId} in ${environment} on ${day}`;

const agrees = (name: string, used: number, records: readonly KeptDeployment[]): Check => {
  const counted = records.filter(({ quota }) => !quota.refunded);
  return (
    used === counted.length ||
    broken(
      records.map(({ id }) => id),
      `The ${name} counts ${used} used; ${records.length} were admitted and ${records.length - counted.length} refunded`,
    )
  );
};

const wasBelowLimit = ({ id, quota, policySnapshot: { used, limits } }: KeptDeployment): Check => {
  const [count, limit] =
    quota.kind === 'deploy'
      ? [used.dailyDeploys, limits.dailyDeployQuota]
      : [used.dailyRollbacks, limits.dailyRollbackQuota];
  return count < limit || broken([id], `${id} was let in with ${count} of ${limit} used of its ${quota.kind} quota`);
};

/** Builds that were registered by request; those that a plane began with count for nobody. */
const buildsByPublisher = ({ builds, audit }: Stored): ReadonlyMap<string, readonly KeptBuild[]> => {
  const asked = new Set(audit.flatMap(({ eventType, targetId }) => (eventType === 'BUILD_REGISTERED' ? targetId : [])));
  return groupedBy(
    builds.filter(({ service, version }) => asked.has(`${service}@${version}`)),
    ({ registeredBy, registeredAt }) => `${registeredBy} on ${registeredAt.slice(0, 10)}`,
  );
};

const publisherAgrees = (
  { key, used }: KeptPublisherQuota,
  registered: ReadonlyMap<string, readonly KeptBuild[]>,
): Check => {
  const builds = registered.get(`${key.publisher} on ${key.day}`) ?? [];
  return (
    used === builds.length ||
    broken(
      [key.publisher],
      `The registrations of ${key.publisher} on ${key.day} count ${used}; ${builds.length} builds were registered`,
    )
  );
};
