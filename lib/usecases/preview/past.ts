import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { Page } from '../../contract/list.ts';
import { type ProposedChange, REPLAY_DAYS, REPLAYED_MAX } from '../../contract/preview.ts';
import type { Setup } from '../../domain/preview/setup.ts';
import type { PlaceUse } from '../../domain/preview/warnings.ts';
import type { DeploymentRecord } from '../../domain/records.ts';
import { iso, plusSeconds, utcDay } from '../../domain/time.ts';
import type { PageQuery, Store } from '../../ports/store.ts';
import { settingsDefault } from '../admission-facts.ts';
import { foundUnder } from '../configure/known.ts';

const PAGE = 200;
/** Requests for the history follow each other; so much of it fits into one. */
const HISTORY_PAGE = 500;

/** Services that effects are worked out for; a recipe may fit more of them than anybody would read. */
const SERVICES_MAX = 2000;

/** The configuration as far as the proposal concerns it; the object itself is read consistently. */
export const loadSetup = async (store: Store, change: ProposedChange): Promise<Setup> => {
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
  };
  const names = servicesOf(setup.groups, change).slice(0, SERVICES_MAX);
  return { ...setup, services: await foundUnder(store, 'service', names) };
};

const named = (name: string | undefined): readonly string[] => (name === undefined ? [] : [name]);

/** Those that the proposal names, and those of the groups that depend on it. */
const servicesOf = (groups: Setup['groups'], { deliveryGroup, recipe, service }: ProposedChange): string[] => {
  const concerned = [...groups.values()].filter(
    ({ id, allowedRecipes, services }) =>
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

/** What the group uses now of each environment that it is bound to. */
export const loadPlaces = (store: Store, { id, environments }: DeliveryGroup, now: Date): Promise<PlaceUse[]> =>
  Promise.all(
    environments.map(async ({ name: environment }) => {
      const place = { deliveryGroupId: id, environment };
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
