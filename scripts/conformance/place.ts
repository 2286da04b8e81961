import type { Client } from '../../lib/contract/client.ts';
import type { DeliveryGroup } from '../../lib/contract/delivery-group.ts';
import { Skipped } from './claims.ts';
import type { Credential } from './credentials.ts';
import type { Who } from './transport.ts';

/** What the person who runs the suite wants to be used; the rest is found. */
export type PlaceWishes = {
  readonly service?: string;
  readonly environment?: string;
  readonly versions?: readonly string[];
};

/** A service and an environment in which deployments may be tried, and what else a check needs to know of the plane. */
export type Place = {
  readonly group: DeliveryGroup;
  readonly service: string;
  /** Another service of the same group that has builds. */
  readonly sibling?: string;
  readonly environment: string;
  readonly recipeId: string;
  /** Two versions that most likely work. */
  readonly versions: readonly [string, string];
  /** A delivery group that the owner does not own, with a service of it. */
  readonly foreign?: { readonly groupId: string; readonly service: string };
};

type Finds = {
  readonly as: (who: Who) => Client;
  readonly has: (credential: Credential) => boolean;
  readonly wishes: PlaceWishes;
};

const PAGE = { query: { limit: 200 } };

/** Throws Skipped when the plane has nothing that could be tried. */
export async function findPlace(finds: Finds): Promise<Place> {
  const { as, has, wishes } = finds;
  const who = (['owner', 'admin', 'observer'] as const).find(has);
  if (!who) throw new Skipped('Nobody who may read is signed in: no token of owner, admin or observer');
  const client = as(who);
  const { items: groups } = await client.deliveryGroups.list(PAGE);
  const owned = who === 'owner' ? (await client.identity.whoami()).groupsOwned : groups.map(({ id }) => id);
  const own = groups.filter(({ id, services }) => owned.includes(id) && fits(services, wishes.service));
  for (const group of own) {
    const place = await placeIn(client, group, wishes);
    const foreign = groups.find(({ id, services }) => !owned.includes(id) && services.length > 0);
    const [service] = foreign?.services ?? [];
    if (place)
      return { ...place, ...(foreign && service !== undefined && { foreign: { groupId: foreign.id, service } }) };
  }
  throw new Skipped('No delivery group of this plane has a service with two verified versions and an open environment');
}

const fits = (all: readonly string[], wished: string | undefined): boolean =>
  wished === undefined || all.includes(wished);

async function placeIn(client: Client, group: DeliveryGroup, wishes: PlaceWishes): Promise<Place | undefined> {
  const environment = await environmentIn(client, group, wishes.environment);
  if (environment === undefined) return undefined;
  const found: { service: string; recipeId: string; versions: readonly [string, string] }[] = [];
  for (const service of group.services) {
    const { allowedRecipes } = await client.services.get({ params: { service } });
    const recipeId = allowedRecipes.find((id) => group.allowedRecipes.includes(id));
    const versions = await versionsOf(client, { service, environment, wished: wishes.versions ?? [] });
    if (recipeId !== undefined && versions) found.push({ service, recipeId, versions });
  }
  const chosen = found.find(({ service }) => wishes.service === undefined || service === wishes.service);
  const sibling = found.find(({ service }) => service !== chosen?.service)?.service;
  return chosen && { group, environment, ...chosen, ...(sibling !== undefined && { sibling }) };
}

/** The first in the order of promotion that is open, and never production unless it is wished for. */
async function environmentIn(client: Client, group: DeliveryGroup, wished?: string): Promise<string | undefined> {
  const { items } = await client.environments.list(PAGE);
  const open = items.filter(
    ({ lifecycle, type, name }) => lifecycle === 'active' && (type !== 'prod' || name === wished),
  );
  return [...group.environments]
    .sort((a, b) => a.promotionOrder - b.promotionOrder)
    .find(({ name, enabled }) => enabled && open.some((one) => one.name === name) && (wished ?? name) === name)?.name;
}

type Lane = { readonly service: string; readonly environment: string; readonly wished: readonly string[] };

/** What is wished for, what has worked here before, then the oldest: the newest may be the one that nobody tried. */
async function versionsOf(client: Client, lane: Lane): Promise<readonly [string, string] | undefined> {
  const { service, environment, wished } = lane;
  const { versions } = await client.services.versions({ params: { service } });
  const verified = versions.filter(({ status }) => status === 'VERIFIED').map(({ version }) => version);
  const { items } = await client.deployments.list({ query: { service, environment, limit: 200 } });
  const proved = items.filter(({ outcome }) => outcome !== null && worked.has(outcome)).map(({ version }) => version);
  const ordered = [...wished, ...proved, ...verified.toReversed()].filter((version) => verified.includes(version));
  const [first, second] = new Set(ordered);
  return first !== undefined && second !== undefined ? [first, second] : undefined;
}

const worked: ReadonlySet<string> = new Set(['SUCCEEDED', 'SUPERSEDED', 'ROLLED_BACK']);
