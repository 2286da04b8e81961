import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { Page } from '../../contract/list.ts';
import type { DeliveryStatus, Place } from '../../contract/running.ts';
import type { Service } from '../../contract/service.ts';
import { runningOf } from '../../domain/policy.ts';
import type { DeploymentRecord, Lane } from '../../domain/records.ts';
import { briefOf, briefOfAttempt } from '../../domain/views.ts';
import type { PageQuery } from '../../ports/store.ts';
import { answer, notFound, type Result } from '../result.ts';
import type { World } from '../world.ts';
import { allGroups } from './scope.ts';

type Needs = Pick<World, 'store'>;
type PlacesQuery = PageQuery & {
  readonly environment?: string | undefined;
  readonly deliveryGroupId?: string | undefined;
  readonly search?: string | undefined;
};
type Spot = { readonly service: Service; readonly environment: string; readonly deliveryGroupId: string };

const LANES_MAX = 100;

/** What runs where, by service name: a page of services, then their lanes in one more round trip. */
export const listPlaces = async ({ store }: Needs, query: PlacesQuery): Promise<Result<Page<Place>>> => {
  const groups = await allGroups(store);
  const columns = query.environment === undefined ? widest(groups) : 1;
  const limit = Math.max(1, Math.floor(Math.min(query.limit, LANES_MAX) / columns));
  const page = await store.listServices({ search: query.search ?? '', limit, cursor: query.cursor });
  const spots = page.items.flatMap((service) => spotsOf(service, groups, query));
  const lanes = await store.readLanes(
    spots.map(({ service, environment }) => ({ service: service.name, environment })),
  );
  const moving = await store.readDeployments(lanes.flatMap((lane) => lane.inFlight?.deploymentId ?? []));
  const items = spots.map((spot) => placeOf(spot, { lanes, moving }));
  return answer(page.nextCursor === undefined ? { items } : { items, nextCursor: page.nextCursor });
};

const widest = (groups: readonly DeliveryGroup[]): number =>
  Math.max(1, ...groups.map((group) => group.environments.length));

/** A service in each environment its group is bound to, in promotion order. */
const spotsOf = (service: Service, groups: readonly DeliveryGroup[], query: PlacesQuery): Spot[] => {
  const group = groups.find(({ id }) => id === service.deliveryGroupId);
  if (!group || (query.deliveryGroupId !== undefined && group.id !== query.deliveryGroupId)) return [];
  return [...group.environments]
    .filter(({ name }) => query.environment === undefined || name === query.environment)
    .sort((a, b) => a.promotionOrder - b.promotionOrder)
    .map(({ name }) => ({ service, environment: name, deliveryGroupId: group.id }));
};

type Seen = { readonly lanes: readonly Lane[]; readonly moving: readonly DeploymentRecord[] };

const placeOf = ({ service, environment, deliveryGroupId }: Spot, { lanes, moving }: Seen): Place => {
  const lane = lanes.find((one) => one.service === service.name && one.environment === environment);
  const inFlight = moving.find(({ id }) => id === lane?.inFlight?.deploymentId);
  const attempt = lane?.newestAttempt;
  return {
    service: service.name,
    environment,
    deliveryGroupId,
    running: runningOf(lane),
    ...(lane?.running ? { runningSince: lane.running.since } : {}),
    ...urlOf(service, { environment, version: lane?.running?.version }),
    ...(inFlight ? { inFlight: briefOf(inFlight) } : {}),
    ...(attempt?.state === 'FAILED' ? { lastFailure: briefOfAttempt(attempt) } : {}),
  };
};

/** Only what runs has an address. */
const urlOf = (
  service: Service,
  { environment, version }: { environment: string; version: string | undefined },
): { url: string } | Record<string, never> => {
  if (service.urlTemplate === undefined || version === undefined) return {};
  const url = service.urlTemplate
    .replaceAll('{service}', service.name)
    .replaceAll('{environment}', environment)
    .replaceAll('{version}', version);
  return { url };
};

type PlaceAsked = { readonly service: string; readonly environment: string };

const loadPlace = async ({ store }: Needs, { service, environment }: PlaceAsked) => {
  const read = await store.read({ service, environment, lane: { service, environment } });
  if (!read.service) return notFound(`service ${service}`);
  if (!read.environment) return notFound(`environment ${environment}`);
  return { lane: read.lane };
};

export const getRunning = async (world: Needs, asked: PlaceAsked) => {
  const place = await loadPlace(world, asked);
  if ('kind' in place) return place;
  const { service, environment } = asked;
  return answer({ service, environment, running: runningOf(place.lane) });
};

/** The newest deployment of a place as one line: everybody may know what is being delivered, not by whom or why. */
export const getDeliveryStatus = async (world: Needs, asked: PlaceAsked): Promise<Result<DeliveryStatus>> => {
  const { service, environment } = asked;
  const [place, newest] = await Promise.all([
    loadPlace(world, asked),
    world.store.listDeployments({ service, environment, limit: 1 }),
  ]);
  if ('kind' in place) return place;
  const [latest] = newest.items;
  return answer({
    service,
    environment,
    hasDeployments: latest !== undefined,
    latest: latest ? briefOf(latest) : null,
    currentRunning: runningOf(place.lane),
  });
};
