import type { AuditEvent } from '../../contract/audit.ts';
import type { State } from '../../contract/deployment.ts';
import type { DeploymentRecord } from '../../domain/records.ts';
import { isTerminal } from '../../domain/states.ts';
import { isSettled } from '../../domain/strays.ts';
import { type Family, partition } from './keys.ts';
import { monthOf } from './months.ts';
import { INDEX_SORT_KEY, type IndexName, indexPartitions } from './table.ts';

/**
 * Where a list lies: an index, and its partition as it is for a month. Lists of the whole plane change their
 * partition with the month; the others do not.
 */
export type ListPlace = {
  readonly index?: IndexName;
  readonly monthly?: true;
  readonly partition: (month: string) => string;
};

const oneMonthOf = (index: IndexName, family: 'deployment' | 'audit', ...parts: readonly string[]): ListPlace => ({
  index,
  monthly: true,
  partition: (month) => partition(family, ...parts, month),
});
const wholeOf = (index: IndexName, family: Family, ...parts: readonly string[]): ListPlace => ({
  index,
  partition: () => partition(family, ...parts),
});

export const deploymentPlaces = {
  lane: (service: string, environment: string) => wholeOf('gsi1', 'deployment', 'LANE', service, environment),
  service: (service: string) => wholeOf('gsi2', 'deployment', 'SERVICE', service),
  deliveryGroup: (id: string) => wholeOf('gsi3', 'deployment', 'GROUP', id),
  environment: (environment: string) => oneMonthOf('gsi4', 'deployment', 'ENVIRONMENT', environment),
  /** What is in flight is little and stays together; what ended is much and grows. */
  state: (state: State) =>
    isTerminal(state)
      ? oneMonthOf('gsi5', 'deployment', 'STATE', state)
      : wholeOf('gsi5', 'deployment', 'STATE', state),
  all: oneMonthOf('gsi6', 'deployment', 'ALL'),
  /** Ended, and to be looked for in the engine once more: few, and each only for minutes. */
  unsettled: wholeOf('gsi7', 'deployment', 'UNSETTLED'),
};

export const auditPlaces = {
  target: (id: string) => wholeOf('gsi1', 'audit', 'TARGET', id),
  actor: (id: string) => wholeOf('gsi2', 'audit', 'ACTOR', id),
  deliveryGroup: (id: string) => wholeOf('gsi3', 'audit', 'GROUP', id),
  all: oneMonthOf('gsi6', 'audit', 'ALL'),
};

/** All objects of a kind, by name or id. */
export const configurationPlaces = {
  service: wholeOf('gsi1', 'service', 'ALL'),
  environment: wholeOf('gsi1', 'environment', 'ALL'),
  deliveryGroup: wholeOf('gsi1', 'deliveryGroup', 'ALL'),
  recipe: wholeOf('gsi1', 'recipe', 'ALL'),
};

/** The index attributes that put an item into the lists, under one sort key. */
export const entriesIn = (
  places: readonly ListPlace[],
  sortKey: string,
  month = '',
): Readonly<Record<string, string>> => ({
  [INDEX_SORT_KEY]: sortKey,
  ...Object.fromEntries(
    places.flatMap(({ index, partition }) => (index ? [[indexPartitions[index], partition(month)]] : [])),
  ),
});

export const deploymentSortKey = (record: DeploymentRecord): string => `${record.createdAt}#${record.id}`;

export const deploymentIndexEntries = (record: DeploymentRecord) =>
  entriesIn(
    [
      deploymentPlaces.lane(record.service, record.environment),
      deploymentPlaces.service(record.service),
      deploymentPlaces.deliveryGroup(record.deliveryGroupId),
      deploymentPlaces.environment(record.environment),
      deploymentPlaces.state(record.state),
      deploymentPlaces.all,
      ...(isTerminal(record.state) && !isSettled(record.handOver) ? [deploymentPlaces.unsettled] : []),
    ],
    deploymentSortKey(record),
    monthOf(record.createdAt),
  );

export const auditSortKey = (event: AuditEvent): string => `${event.timestamp}#${event.eventId}`;

export const auditIndexEntries = (event: AuditEvent) =>
  entriesIn(
    [
      auditPlaces.target(event.targetId),
      auditPlaces.actor(event.actorId),
      ...(event.deliveryGroupId === undefined ? [] : [auditPlaces.deliveryGroup(event.deliveryGroupId)]),
      auditPlaces.all,
    ],
    auditSortKey(event),
    monthOf(event.timestamp),
  );
