import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { aSuccess } from '../../test/builders/records.ts';

/** Deployments that ended long ago, spread evenly over services, environments and time. */

export type History = {
  readonly count: number;
  readonly services: readonly string[];
  readonly environments: readonly string[];
  readonly deliveryGroupId: string;
  /** The newest ended some time before this instant, the oldest so many days earlier. */
  readonly until: number;
  readonly days: number;
};

const DAY_MS = 86_400_000;
const of = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('A history needs a service and an environment');
  return found;
};

/** A version that every service of a history has; later deployments have later ones. */
const versionOf = (round: number): string => `1.${Math.floor(round / 100)}.${round % 100}`;

/** The deployment at a place in the history; 0 is the oldest. */
export const pastDeployment = (number: number, history: History): DeploymentRecord => {
  const { count, services, environments, deliveryGroupId, until, days } = history;
  const age = ((count - number) / count) * days * DAY_MS;
  const at = (minutes: number) => new Date(until - age - DAY_MS + minutes * 60_000).toISOString();
  const success = aSuccess({
    id: `01KPAST${String(number).padStart(19, '0')}`,
    service: of(services, number),
    environment: of(environments, Math.floor(number / services.length)),
    version: versionOf(Math.floor(number / (services.length * environments.length))),
    deliveryGroupId,
    createdAt: at(0),
  });
  const { handOver } = success;
  return { ...success, handOver: { ...handOver, lastRequestAt: at(1), searchedAt: at(10) } };
};

/** Oldest first. */
export const pastDeployments = (history: History): readonly DeploymentRecord[] =>
  Array.from({ length: history.count }, (_, number) => pastDeployment(number, history));
