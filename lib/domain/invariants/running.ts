import type { Lane } from '../records.ts';
import { secondsBetween } from '../time.ts';
import { broken, type Check, groupedBy, type Invariant } from './invariant.ts';
import type { KeptDeployment, Stored } from './stored.ts';

/** What runs, by the record, is the last success. */
export const running: Invariant = {
  id: 'running',
  title: 'What runs is the last success by finish order, flagged uncertain exactly where a later one was given up',
  check: function* (stored) {
    const successes = groupedBy(
      [...stored.deployments.values()].filter(({ state }) => state === 'SUCCEEDED'),
      laneName,
    );
    const abandoned = groupedBy([...stored.deployments.values()].filter(mayRunStill), laneName);
    for (const lane of stored.lanes) {
      yield isLast(lane, successes.get(laneName(lane)) ?? []);
      yield isAsCertain(lane, abandoned.get(laneName(lane)) ?? []);
      for (const past of lane.previousGood) yield isSuccess(lane, past, stored);
    }
  },
};

const laneName = ({ service, environment }: { service: string; environment: string }): string =>
  `${service} in ${environment}`;

/** The clocks of those who write finish times differ a little; the links say who came after whom. */
const CLOCKS_DIFFER_SECONDS = 30;

const isLast = (lane: Lane, successes: readonly KeptDeployment[]): Check => {
  const { running } = lane;
  const current = successes.filter(({ outcome }) => outcome === 'SUCCEEDED').map(({ id }) => id);
  if (current.join() !== (running?.deploymentId ?? '')) {
    return broken(
      current,
      `${laneName(lane)} says that ${running?.deploymentId ?? 'nothing'} runs; not displaced is ${current.join(' and ') || 'nothing'}`,
    );
  }
  const record = successes.find(({ id }) => id === running?.deploymentId);
  if (!running || !record) return true;
  if (record.version !== running.version) {
    return broken(
      [record.id],
      `${laneName(lane)} says that ${running.version} runs; ${record.id} brought ${record.version}`,
    );
  }
  const later = successes.find(
    ({ finishedAt }) => secondsBetween(record.finishedAt ?? '', finishedAt ?? '') > CLOCKS_DIFFER_SECONDS,
  );
  return (
    !later ||
    broken([record.id, later.id], `${record.id} runs in ${laneName(lane)}, and ${later.id} succeeded after it`)
  );
};

/** It was given up although the engine may have known of it. */
const mayRunStill = ({ abandoned, handOver }: KeptDeployment): boolean => abandoned === true && handOver.leases > 0;

const isAsCertain = ({ running, ...lane }: Lane, abandoned: readonly KeptDeployment[]): Check => {
  if (!running) return true;
  const after = (seconds: number) =>
    abandoned.filter(({ finishedAt }) => secondsBetween(running.since, finishedAt ?? '') > seconds);
  const where = `What runs in ${laneName(lane)}`;
  if (running.uncertain) {
    return (
      after(-CLOCKS_DIFFER_SECONDS).length > 0 || broken([running.deploymentId], `${where} is uncertain for nothing`)
    );
  }
  const [last] = after(CLOCKS_DIFFER_SECONDS);
  return !last || broken([last.id], `${where} is not uncertain, and ${last.id} was given up since`);
};

const isSuccess = (lane: Lane, past: Lane['previousGood'][number], { deployments }: Stored): Check => {
  const record = deployments.get(past.deploymentId);
  return (
    (record?.state === 'SUCCEEDED' && record.version === past.version && laneName(record) === laneName(lane)) ||
    broken(
      [past.deploymentId],
      `${laneName(lane)} remembers ${past.version} as a success of ${past.deploymentId}; recorded is ${record?.version} ${record?.state}`,
    )
  );
};
