import { setTimeout as wait } from 'node:timers/promises';
import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { UsageKey } from '../../domain/change.ts';
import type { KillSwitch } from '../../domain/records.ts';
import { isNew } from './conditions.ts';
import { createDatabase, type Database, type Item, type TransactItem } from './database.ts';
import { deliveryGroupOf, serviceOf, usageOf } from './documents.ts';
import { cancellationReasons } from './faults.ts';
import { bumpGuard, createMissingGuards, followSwitch } from './guards.ts';
import { configurationPlaces } from './index-entries.ts';
import { itemOf } from './items.ts';
import { deliveryGroupKey, planeKey, serviceKey, usageKey } from './keys.ts';
import { createLists } from './lists.ts';
import type { Patience } from './patience.ts';
import { type Configuration, type Stored, sameDocument, type Wanted, wantedItems } from './seed-plan.ts';
import { writeReferences } from './seed-references.ts';
import type { DynamoStoreOptions } from './store.ts';
import { transactOnce } from './transaction.ts';

/** Configures a plane from the outside, as bootstrap, tests and operators do. One at a time. */
export interface SeedWriter {
  /** Writes what is not there yet and leaves the rest as people have made it. */
  insertMissing(configuration: Configuration): Promise<void>;
  /** Writes what is not there or differs; the delivery groups it matters to decide anew from then on. */
  putConfiguration(configuration: Configuration): Promise<void>;
  /** Switches changes off or on, with a later epoch each time: the master row first, then the guard row of every group. */
  putKillSwitch(killSwitch: KillSwitch): Promise<void>;
}

/** Objects in one transaction; their guard rows go with them, as far as there is room. */
const TOGETHER = 50;

type Seeding = { readonly database: Database; readonly patience: Patience; readonly now: () => Date };

export const createSeedWriter = (options: DynamoStoreOptions): SeedWriter => {
  const patience = { now: options.now, random: options.random, sleep: options.sleep ?? ((ms: number) => wait(ms)) };
  const seeding = { database: createDatabase({ ...options, ...patience }), patience, now: options.now };
  return {
    insertMissing: (configuration) => apply(seeding, configuration, (_, current) => current === undefined),
    putConfiguration: (configuration) =>
      apply(seeding, configuration, ({ item }, current) => !sameDocument(item.doc, current?.doc)),
    putKillSwitch: (killSwitch) => putKillSwitch(seeding, killSwitch),
  };
};

const apply = async (
  seeding: Seeding,
  configuration: Configuration,
  isDue: (wanted: Wanted, current: Item | undefined) => boolean,
): Promise<void> => {
  const { database, patience } = seeding;
  const wanted = wantedItems(configuration, await readStored(seeding, configuration));
  const current = new Map((await database.get(wanted.map(({ item }) => item))).map((item) => [item.pk, item]));
  const due = wanted.filter((each) => isDue(each, current.get(each.item.pk)));
  const groups = [...due.flatMap((each) => each.groups), ...(configuration.deliveryGroups ?? []).map(({ id }) => id)];
  await createMissingGuards(database, groups, patience);
  for (let start = 0; start < due.length; start += TOGETHER) {
    await writeTogether(seeding, due.slice(start, start + TOGETHER), current);
  }
  await writeReferences(database, await referencesOf(seeding, configuration), patience);
};

/** All groups as they are now, and everything that any of them, before or now, refers to. */
const referencesOf = async ({ database, now }: Seeding, configuration: Configuration) => {
  const stored = await allDeliveryGroups({ database, now });
  const ids = [...new Set([...stored, ...(configuration.deliveryGroups ?? [])].map(({ id }) => id))];
  // Lists lag behind; what is read by key does not.
  const groups = (await database.get(ids.map(deliveryGroupKey)))
    .map(deliveryGroupOf)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const all = [...stored, ...groups];
  const recipes = [
    ...all.flatMap(({ allowedRecipes }) => allowedRecipes),
    ...(configuration.recipes ?? []).map(({ id }) => id),
  ];
  const environments = [
    ...all.flatMap((group) => group.environments.map(({ name }) => name)),
    ...(configuration.environments ?? []).map(({ name }) => name),
  ];
  const of = [
    ...[...new Set(recipes)].map((id): UsageKey => ({ kind: 'recipe', id })),
    ...[...new Set(environments)].map((id): UsageKey => ({ kind: 'environment', id })),
  ];
  return { groups, of };
};

/** In one transaction, so that nobody decides on the new with the revision of the old. */
const writeTogether = async (
  { database, patience }: Seeding,
  wanted: readonly Wanted[],
  current: ReadonlyMap<unknown, Item>,
): Promise<void> => {
  const puts = wanted.map(({ item }): TransactItem => {
    const condition = current.has(item.pk) ? {} : isNew;
    return { Put: { TableName: database.table, Item: item, ...condition } };
  });
  const bumps = [...new Set(wanted.flatMap(({ groups }) => groups))].map((id) => bumpGuard(database.table, id));
  await transactOnce(database, [...puts, ...bumps.slice(0, TOGETHER)], patience);
  // What many groups share is bumped for the rest of them before this returns, hence before anyone is told.
  for (const bump of bumps.slice(TOGETHER)) await transactOnce(database, [bump], patience);
};

const allDeliveryGroups = async ({
  database,
  now,
}: Pick<Seeding, 'database' | 'now'>): Promise<readonly DeliveryGroup[]> => {
  const lists = createLists(database, now);
  const groups: DeliveryGroup[] = [];
  let cursor: string | undefined;
  do {
    const page = await lists.page(
      'deliveryGroups',
      { limit: 100, cursor },
      { places: [configurationPlaces.deliveryGroup], direction: 'ascending', parse: deliveryGroupOf },
    );
    groups.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return groups;
};

/** The groups there are, and the services that are given, or in a given group before or after. */
const readStored = async (seeding: Seeding, configuration: Configuration): Promise<Stored> => {
  const deliveryGroups = await allDeliveryGroups(seeding);
  const given = configuration.deliveryGroups ?? [];
  const before = deliveryGroups.filter(({ id }) => given.some((group) => group.id === id));
  const names = [
    ...(configuration.services ?? []).map(({ name }) => name),
    ...[...given, ...before].flatMap(({ services }) => services),
  ];
  const items = await seeding.database.get([...new Set(names)].map(serviceKey));
  const lastRevisions = await readLastRevisions(seeding, configuration);
  return { deliveryGroups, services: items.map(serviceOf), lastRevisions };
};

const readLastRevisions = async ({ database }: Seeding, { environments = [] }: Configuration) => {
  const names = new Map(environments.map(({ name }) => [usageKey({ kind: 'environment', id: name }).pk, name]));
  const items = await database.get(environments.map(({ name }) => usageKey({ kind: 'environment', id: name })));
  return new Map(items.map((item) => [names.get(String(item.pk)) ?? '', usageOf(item).lastRevision ?? 0]));
};

/** The master row first, so that the storm is told why; then the guard row of every group follows it. */
const putKillSwitch = async (seeding: Seeding, killSwitch: KillSwitch): Promise<void> => {
  const { database, patience } = seeding;
  const { table } = database;
  const Item = itemOf(planeKey('killSwitch'), killSwitch);
  await transactOnce(database, [{ Put: { TableName: table, Item } }], patience);
  const ids = (await allDeliveryGroups(seeding)).map(({ id }) => id);
  await createMissingGuards(database, ids, patience);
  for (const deliveryGroupId of ids) {
    const { mutationsDisabled, epoch } = killSwitch;
    const item = followSwitch(table, { deliveryGroupId, mutationsDisabled, epoch });
    await transactOnce(database, [item], patience).catch(unlessOvertaken);
  }
};

/** The guard row stands as a later turn left it. */
const unlessOvertaken = (error: unknown): void => {
  if (cancellationReasons(error)?.every((reason) => reason === 'ConditionalCheckFailed')) return;
  throw error;
};
