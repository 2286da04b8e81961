import { attemptOf } from './admit.ts';
import type { DeploymentRecord, Lane, PastSuccess } from './records.ts';
import { secondsBetween } from './time.ts';

/** How many earlier versions a lane remembers as targets of a rollback, and how many durations. */
export const PREVIOUS_GOOD_MAX = 20;
export const DURATIONS_MAX = 10;

/** The lane once `ended` has its terminal state, `at` that instant: the next in line moves up, and a success is what runs. */
export const laneAfterEnd = (lane: Lane, ended: DeploymentRecord, at: string): Lane => {
  const { inFlight, waiting, ...rest } = lane;
  const base = { ...rest, laneVersion: lane.laneVersion + 1 };
  const line = lineAfter({ inFlight, waiting }, ended.id);
  const attempt = lane.newestAttempt?.deploymentId === ended.id ? { newestAttempt: attemptOf(ended) } : {};
  if (ended.state !== 'SUCCEEDED') return { ...base, ...line, ...attempt, ...runningAfter(lane, ended) };
  return {
    ...base,
    ...line,
    newestAttempt: attemptOf(ended),
    running: {
      deploymentId: ended.id,
      version: ended.version,
      deploymentKind: ended.deploymentKind,
      since: at,
    },
    previousGood: previousGood(lane, at),
    durations: [durationOf(ended, at), ...lane.durations].slice(0, DURATIONS_MAX),
  };
};

/** What was given up may still be carried out by the engine: until the next success nobody knows what runs. */
const runningAfter = ({ running }: Lane, { abandoned, handOver }: DeploymentRecord): Pick<Lane, 'running'> =>
  running && abandoned && handOver.leases > 0 ? { running: { ...running, uncertain: true } } : {};

type Line = { inFlight: Lane['inFlight']; waiting: Lane['waiting'] };

const lineAfter = ({ inFlight, waiting }: Line, endedId: string): Pick<Lane, 'inFlight' | 'waiting'> => {
  if (inFlight?.deploymentId === endedId) return waiting ? { inFlight: waiting } : {};
  return {
    ...(inFlight ? { inFlight } : {}),
    ...(waiting && waiting.deploymentId !== endedId ? { waiting } : {}),
  };
};

/** What ran until now becomes the newest earlier success; each version is kept once, at its newest. */
const previousGood = ({ running, previousGood: earlier }: Lane, ranTo: string): readonly PastSuccess[] => {
  if (!running) return earlier;
  const { deploymentId, version, deploymentKind, since } = running;
  const newest: PastSuccess = { deploymentId, version, deploymentKind, ranFrom: since, ranTo };
  return [newest, ...earlier.filter((success) => success.version !== version)].slice(0, PREVIOUS_GOOD_MAX);
};

const durationOf = ({ createdAt }: DeploymentRecord, at: string): number =>
  Math.max(0, Math.round(secondsBetween(createdAt, at)));
