import type { Page } from '../../contract/list.ts';
import { type ProposedChange, REGISTRATIONS_LOOKED_MAX, REPLAY_DAYS, REPLAYED_MAX } from '../../contract/preview.ts';
import type { Setup } from '../../domain/preview/setup.ts';
import type { PlaceUse } from '../../domain/preview/warnings.ts';
import type { DeploymentRecord } from '../../domain/records.ts';
import { iso, plusSeconds, utcDay } from '../../domain/time.ts';
import type { PageQuery, Store } from '../../ports/store.ts';
import { settingsDefault } from '../admission-facts.ts';
import { foundUnder } from '../configure/known.ts';
import { PLACES_MAX, SERVICES_MAX } from './looked.ts';

const PAGE = 200;
/** Requests for the history follow each other; so much of it fits into one. */
const HISTORY_PAGE = 500;

type Loaded = {
  readonly before: Setup;
  /** How many services it concerns, also those that are too many to be looked at. */
  readonly services: number;
};

/** The configuration as far as the proposal concerns it; what is proposed itself is read consistently. */
export const loadSetup = async (store: Store, change: ProposedChange): Promise<Loaded> => {
  if (change.rateLimits ?? change.ui ?? change.ciPublishers) {
    const { settings = settingsDefault, publishers } = await store.read({ settings: 'plane', publishers: 'plane' });
    const none = { groups: new Map(), recipes: new Map(), environments: new Map(), services: new Map() };
    return { before: { ...none, settings, publishers: change.ciPublishers && publishers }, services: 0 };
  }
  const [groups, recipes, environments, { settings }] = await Promise.all([
    everything((page) => store.listDeliveryGroups(page)),
    everything((page) => store.listRecipes(page)),
    everything((page) => store.listEnvironments(page)),
    store.read({ settings: 'plane' }),
  ]);
  // Lists may lag by moments; what is decided on does not.
  const [group, recipe, environment] = await Promise.all([
    foundUnder(store, 'deliveryGroup', named(change.deliveryGroup?.id)),
    foundUnder(store, 'recipe', named(change.recipe?.id)),
    foundUnder(store, 'environment', named(change.environment?.name)),
  ]);
  const setup = {
    groups: new Map([...groups.map((each) => [each.id, each] as const), ...group]),
    recipes: new Map([...recipes.map((each) => [each.id, each] as const), ...recipe]),
    environments: new Map([...environments.map((each) => [each.name, each] as const), ...environment]),
    settings: settings ?? settingsDefault,
    publishers: undefined,
  };
  const names = servicesOf(setup.groups, change);
  const services = await foundUnder(store, 'service', names.slice(0, SERVICES_MAX));
  return { before: { ...setup, services }, services: names.length };
};

const named = (name: string | undefined): readonly string[] => (name === undefined ? [] : [name]);

/** Those that the proposal names, and those of the groups that depend on it. */
const servicesOf = (groups: Setup['groups'], { deliveryGroup, recipe, service, plane }: ProposedChange): string[] => {
  const concerned = [...groups.values()].filter(
    ({ id, allowedRecipes, services }) =>
      plane !== undefined ||
      id === deliveryGroup?.id ||
      (recipe !== undefined && allowedRecipes.includes(recipe.id)) ||
      (service !== undefined && services.includes(service.name)),
  );
  const proposed = [...(deliveryGroup?.services ?? []), ...(service ? [service.name] : [])];
  return [...new Set([...proposed, ...concerned.flatMap(({ services }) => services)])];
};

/** So many groups are listed at a time: the newest of all of them are merged from their own lists. */
const GROUPS_TOGETHER = 25;

/** The admissions of these groups, newest first, as far back as is looked: whole days, as quotas count them. */
export const loadHistory = async (store: Store, groups: readonly string[], now: Date) => {
  const since = `${utcDay(plusSeconds(now, -REPLAY_DAYS * 86_400))}T00:00:00.000Z`;
  const span = { from: since, to: iso(now), capped: false };
  const records: DeploymentRecord[] = [];
  for (let first = 0; first < groups.length; first += GROUPS_TOGETHER) {
    const query = { deliveryGroupIds: groups.slice(first, first + GROUPS_TOGETHER), from: since };
    const more = await everything(
      ({ cursor }) => store.listDeployments({ ...query, cursor, limit: HISTORY_PAGE }),
      REPLAYED_MAX + 1,
    );
    records.push(...more);
    records.sort(newestFirst).splice(REPLAYED_MAX + 1);
  }
  const looked = records.slice(0, REPLAYED_MAX);
  const oldest = looked.at(-1);
  const capped = records.length > looked.length;
  return { ...span, records: looked, ...(capped && oldest ? { from: oldest.createdAt, capped } : {}) };
};

const newestFirst = (a: DeploymentRecord, b: DeploymentRecord): number =>
  a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1;

type Place = Pick<PlaceUse, 'deliveryGroupId' | 'environment'>;

/** What is used now of the first of these places. */
export const loadPlaces = (store: Store, places: readonly Place[], now: Date): Promise<PlaceUse[]> =>
  Promise.all(
    places.slice(0, PLACES_MAX).map(async (place) => {
      const day = utcDay(now);
      const { slots, deployQuota, rollbackQuota } = await store.read({
        slots: place,
        deployQuota: { ...place, day, kind: 'deploy' },
        rollbackQuota: { ...place, day, kind: 'rollback' },
      });
      const held = Object.keys(slots?.holders ?? {}).length;
      return { ...place, held, deploys: deployQuota ?? 0, rollbacks: rollbackQuota ?? 0 };
    }),
  );

/** How many builds each of the first of these publishers has registered in as many days as are looked back; their counters tell. */
export const loadRegistrations = async (
  store: Store,
  publishers: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, number>> => {
  const days = Array.from({ length: REPLAY_DAYS + 1 }, (_, back) => utcDay(plusSeconds(now, -back * 86_400)));
  const keys = publishers
    .slice(0, REGISTRATIONS_LOOKED_MAX)
    .flatMap((publisher) => days.map((day) => ({ publisher, day, kind: 'registration' }) as const));
  const counts = keys.length === 0 ? [] : await store.readMany('publisherQuota', keys);
  const total = new Map<string, number>();
  for (const [index, { publisher }] of keys.entries()) {
    total.set(publisher, (total.get(publisher) ?? 0) + (counts[index] ?? 0));
  }
  return total;
};

/** Every page, or as many as it takes for so many items. */
const everything = async <Item>(
  list: (page: PageQuery) => Promise<Page<Item>>,
  most = Number.POSITIVE_INFINITY,
): Promise<Item[]> => {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: PAGE, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && items.length < most);
  return items;
};
