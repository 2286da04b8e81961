import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Store } from '../../ports/store.ts';
import { readAuditSpan } from './audit-span.ts';
import { commit } from './commit.ts';
import { type Capacity, createDatabase } from './database.ts';
import { readDenials } from './denials.ts';
import { listDeployments, listInFlight, listUnsettled } from './deployment-lists.ts';
import { deliveryGroupOf, environmentOf, recipeOf, serviceOf } from './documents.ts';
import { configurationPlaces } from './index-entries.ts';
import { createLists, listAudit, listBuilds } from './lists.ts';
import { claimRate } from './rates.ts';
import { read, readDeployments, readHints, readLanes, readMany, readSealed, readSeals, readTimeline } from './reads.ts';

export type DynamoStoreOptions = {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly now: () => Date;
  /** From 0 to below 1; spreads retries and keeps the tokens of equal changes apart. */
  readonly random: () => number;
  /** Waits between retries; real time unless given. */
  readonly sleep?: ((milliseconds: number) => Promise<void>) | undefined;
  /** Called after each request that was answered. */
  readonly onCapacity?: ((capacity: Capacity) => void) | undefined;
};

/** The system of record on one DynamoDB table. Throttling and passing faults are waited out for eight seconds. */
export const createDynamoStore = (options: DynamoStoreOptions): Store => {
  const patience = { now: options.now, random: options.random, sleep: options.sleep ?? ((ms: number) => wait(ms)) };
  const database = createDatabase({ ...options, ...patience });
  const lists = createLists(database, options.now);
  const ascending = { direction: 'ascending' as const };
  return {
    read: (keys) => read(database.get, keys, options.now().toISOString()),
    readTogether: (keys) => read(database.getTogether, keys, options.now().toISOString()),
    readMany: (name, keys) => readMany(database.get, { name, keys }, options.now().toISOString()),
    readLanes: (keys) => readLanes(database, keys),
    readDeployments: (ids) => readDeployments(database, ids),
    readHints: (since) => readHints(database, since),
    readTimeline: (deploymentId) => readTimeline(database, deploymentId),
    listDeployments: (query) => listDeployments(lists, query),
    listInFlight: (query) => listInFlight(lists, query),
    listUnsettled: (query) => listUnsettled(lists, query),
    listBuilds: (query) => listBuilds(lists, query),
    readDenials: (hour) => readDenials(database, hour),
    listAudit: (query) => listAudit(lists, query),
    readAuditSpan: (span) => readAuditSpan(database, span),
    readSeals: (sequences) => readSeals(database, sequences),
    readSealed: (eventIds) => readSealed(database, eventIds),
    listServices: (query) =>
      lists.page('services', query, { places: [configurationPlaces.service], parse: serviceOf, ...ascending }),
    listEnvironments: (query) =>
      lists.page('environments', query, {
        places: [configurationPlaces.environment],
        parse: environmentOf,
        ...ascending,
      }),
    listDeliveryGroups: (query) =>
      lists.page('deliveryGroups', query, {
        places: [configurationPlaces.deliveryGroup],
        parse: deliveryGroupOf,
        ...ascending,
      }),
    listRecipes: (query) =>
      lists.page('recipes', query, { places: [configurationPlaces.recipe], parse: recipeOf, ...ascending }),
    commit: (change) => commit(database, change, patience),
    claimRate: (claim) => claimRate(database, claim, patience),
  };
};
