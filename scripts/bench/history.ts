import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { aSuccess } from '../../test/builders/records.ts';

/**
 * Deployments that ended long ago, over services, environments and time as they usually are: every second one is of the
 * first service in the first environment, and lately there have been more than ever.
 */

export type History = {
  readonly count: number;
  readonly services: readonly string[];
  readonly environments: readonly string[];
  readonly deliveryGroupId: string;
  /** The newest ended some time before this instant, the oldest so many days earlier. */
  readonly until: number;
  readonly days: number;
};

/** Half of a hundred deployments of 200 days are of the last two weeks. */
const GROWTH = 4;
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
  const age = ((count - number) / count) ** GROWTH * days * DAY_MS;
  const other = Math.floor(number / 2);
  const isBusiest = number % 2 === 1;
  const at = (minutes: number) => new Date(until - age - DAY_MS + minutes * 60_000).toISOString();
  const success = aSuccess({
    id: `01KPAST${String(number).padStart(19, '0')}`,
    service: of(services, isBusiest ? 0 : other),
    environment: of(environments, isBusiest ? 0 : Math.floor(other / services.length)),
    version: versionOf(Math.floor(other / (services.length * environments.length))),
    deliveryGroupId,
    createdAt: at(0),
  });
  const { handOver } = success;
  return { ...success, handOver: { ...handOver, lastRequestAt: at(1), searchedAt: at(10) } };
};

/** Oldest first. */
export const pastDeployments = (history: History): readonly DeploymentRecord[] =>
  Array.from({ length: history.count }, (_, number) => pastDeployment(number, history));
