import type { Lane } from '../records.ts';
import { isTerminal } from '../states.ts';
import { broken, type Check, groupedBy, type Invariant } from './invariant.ts';
import type { KeptDeployment, Stored } from './stored.ts';

/** At most one of a service and environment is in flight, besides a take-over that waits for it. */
export const lanes: Invariant = {
  id: 'lanes',
  title: 'At most one deployment of a service and environment is in flight, besides a take-over that waits for it',
  check: function* (stored) {
    const inFlight = groupedBy(
      [...stored.deployments.values()].filter(({ state }) => !isTerminal(state)),
      laneName,
    );
    for (const lane of stored.lanes) {
      yield knowsItsOwn(lane, inFlight.get(laneName(lane)) ?? []);
      yield waitsInLine(lane, stored);
      yield remembersAttempt(lane, stored);
    }
    const known = new Set(stored.lanes.map(laneName));
    for (const record of stored.deployments.values()) {
      yield known.has(laneName(record)) || broken([record.id], `${record.id} has no lane ${laneName(record)}`);
    }
  },
};

type Placed = { readonly service: string; readonly environment: string };
const laneName = ({ service, environment }: Placed): string => `${service} in ${environment}`;

const knowsItsOwn = (lane: Lane, inFlight: readonly KeptDeployment[]): Check => {
  const known = [lane.inFlight?.deploymentId, lane.waiting?.deploymentId].filter((id) => id !== undefined).sort();
  const actual = inFlight.map(({ id }) => id).sort();
  return (
    known.join() === actual.join() ||
    broken(
      [...new Set([...known, ...actual])],
      `${laneName(lane)} names ${known.join(' and ') || 'nothing'} in flight; recorded is ${actual.join(' and ') || 'nothing'}`,
    )
  );
};

const waitsInLine = (lane: Lane, { deployments }: Stored): Check => {
  const { inFlight, waiting } = lane;
  if (!waiting) return true;
  const id = waiting.deploymentId;
  const waitsFor = deployments.get(id)?.waitsFor;
  return (
    (inFlight !== undefined && waitsFor === inFlight.deploymentId) ||
    broken([id], `${id} waits in ${laneName(lane)} for ${inFlight?.deploymentId ?? 'nothing'}, recorded is ${waitsFor}`)
  );
};

const remembersAttempt = (lane: Lane, { deployments }: Stored): Check => {
  const attempt = lane.newestAttempt;
  if (!attempt) return true;
  const record = deployments.get(attempt.deploymentId);
  if (!record) return broken([attempt.deploymentId], `${laneName(lane)} remembers an attempt that is not recorded`);
  const agrees = isTerminal(record.state) ? attempt.state === record.state : !isTerminal(attempt.state);
  return (
    (agrees && attempt.version === record.version && laneName(record) === laneName(lane)) ||
    broken(
      [record.id],
      `${laneName(lane)} remembers ${record.id} as ${attempt.version} ${attempt.state}; recorded is ${record.version} ${record.state}`,
    )
  );
};
