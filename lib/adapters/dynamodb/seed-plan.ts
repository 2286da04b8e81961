import { isDeepStrictEqual } from 'node:util';
import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { Environment } from '../../contract/environment.ts';
import type { Recipe } from '../../contract/recipe.ts';
import type { Service } from '../../contract/service.ts';
import type { PlaneSettings } from '../../domain/settings.ts';
import type { Readable } from '../../ports/store.ts';
import { deliveryGroupItem, environmentItem, itemOf, type NewItem, recipeItem, serviceItem } from './items.ts';
import { planeKey } from './keys.ts';

/** What a plane is configured with. Objects carry their revision and dates already. */
export type Configuration = {
  readonly services?: readonly Service[];
  readonly environments?: readonly Environment[];
  readonly deliveryGroups?: readonly DeliveryGroup[];
  readonly recipes?: readonly Recipe[];
  readonly settings?: PlaneSettings;
  readonly publishers?: Readable['publishers']['value'];
};

/** What the table holds of it now. */
export type Stored = {
  readonly deliveryGroups: readonly DeliveryGroup[];
  readonly services: readonly Service[];
  /** Of the environments that were deleted under the names given. */
  readonly lastRevisions: ReadonlyMap<string, number>;
};

/** An item to be there, and the delivery groups whose admissions depend on it. */
export type Wanted = { readonly item: NewItem; readonly groups: readonly string[] };

/** A service belongs to the group that lists it. What no given group lists keeps its place. */
export const withMembership = (configuration: Configuration, stored: Stored): readonly Service[] => {
  const given = configuration.deliveryGroups ?? [];
  const owner = new Map(given.flatMap(({ id, services }) => services.map((service) => [service, id] as const)));
  const givenIds = new Set(given.map(({ id }) => id));
  const services = new Map([...stored.services, ...(configuration.services ?? [])].map((each) => [each.name, each]));
  const kept = new Map(stored.services.map(({ name, deliveryGroupId }) => [name, deliveryGroupId]));
  return [...services.values()].map(({ deliveryGroupId: own, ...service }) => {
    const former = kept.get(service.name) ?? own;
    const group = owner.get(service.name) ?? (former !== undefined && givenIds.has(former) ? undefined : former);
    return group === undefined ? service : { ...service, deliveryGroupId: group };
  });
};

/** Every item of the configuration, with the groups it matters to. */
export const wantedItems = (configuration: Configuration, stored: Stored): readonly Wanted[] => {
  const groups = [...stored.deliveryGroups, ...(configuration.deliveryGroups ?? [])];
  const idsWhere = (test: (group: DeliveryGroup) => boolean) => groups.filter(test).map(({ id }) => id);
  const formerly = new Map(stored.services.map(({ name, deliveryGroupId }) => [name, deliveryGroupId]));
  const usesRecipe = (id: string) => (group: DeliveryGroup) =>
    group.allowedRecipes.includes(id) ||
    group.environments.some(({ routes }) => Object.values(routes ?? {}).includes(id));
  return [
    ...(configuration.environments ?? []).map((environment) => ({
      item: environmentItem({ ...environment, revision: revisionAfter(stored, environment) }),
      groups: idsWhere(({ environments }) => environments.some(({ name }) => name === environment.name)),
    })),
    ...(configuration.recipes ?? []).map((recipe) => ({
      item: recipeItem(recipe),
      groups: idsWhere(usesRecipe(recipe.id)),
    })),
    ...withMembership(configuration, stored).map((service) => ({
      item: serviceItem(service),
      groups: [formerly.get(service.name), service.deliveryGroupId].filter((id) => id !== undefined),
    })),
    ...(configuration.deliveryGroups ?? []).map((group) => ({ item: deliveryGroupItem(group), groups: [group.id] })),
    ...(configuration.settings
      ? [{ item: itemOf(planeKey('settings'), configuration.settings), groups: idsWhere(() => true) }]
      : []),
    ...(configuration.publishers
      ? [{ item: itemOf(planeKey('publishers'), configuration.publishers), groups: [] }]
      : []),
  ];
};

/** What comes back under a name goes on from where it was when it went. */
const revisionAfter = ({ lastRevisions }: Stored, { name, revision }: Environment): number =>
  Math.max(revision, (lastRevisions.get(name) ?? 0) + 1);

/** Absent fields and fields without a value are the same. */
export const sameDocument = (a: unknown, b: unknown): boolean => isDeepStrictEqual(plain(a), plain(b));
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
