import type { AuditEvent } from '../../contract/audit.ts';
import type { Build } from '../../contract/build.ts';
import type { Page } from '../../contract/list.ts';
import type { AuditQuery, PageQuery } from '../../ports/store.ts';
import { type ListName, readCursor } from './cursor.ts';
import type { Database } from './database.ts';
import { auditEventOf, buildOf, settingsOf } from './documents.ts';
import { auditPlaces, type ListPlace } from './index-entries.ts';
import { partition, planeKey } from './keys.ts';
import { monthOf } from './months.ts';
import { type Direction, HIGHEST, LOWEST } from './sort-order.ts';
import { type Walk, walk } from './walk.ts';

/** A period, from its first instant to before its last; or names with a prefix. */
export type ListQuery = PageQuery & {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly search?: string | undefined;
};

type ListOf<Value> = Pick<Walk<Value>, 'places' | 'parse' | 'filter'> & { readonly direction: Direction };

/** Pages of any list. */
export interface Lists {
  page<Value>(list: ListName, query: ListQuery, of: ListOf<Value>): Promise<Page<Value>>;
}

/** Sort keys begin with an instant in full, so an instant alone comes before all that happened then. */
const instantBound = (instant: string | undefined): string | undefined =>
  instant === undefined ? undefined : new Date(instant).toISOString();

const rangeOf = ({ from, to, search }: ListQuery) =>
  search === undefined
    ? { from: instantBound(from) ?? LOWEST, to: instantBound(to) ?? HIGHEST }
    : { from: search, to: search + HIGHEST };

/** Clocks differ a little: what was created by one that is ahead may lie in the next month already. */
const CLOCK_SKEW_MS = 10 * 60_000;

export const createLists = (database: Database, now: () => Date): Lists => {
  const oldestMonth = rememberOldestMonth(database, now);
  return {
    async page(list, query, { direction, ...of }) {
      const after = query.cursor === undefined ? undefined : readCursor(list, query.cursor);
      const newestMonth = monthOf(new Date(now().getTime() + CLOCK_SKEW_MS).toISOString());
      const stretch = { direction, ...rangeOf(query), after, newestMonth, oldestMonth };
      return walk(database, { list, ...of, stretch, limit: query.limit });
    },
  };
};

/** The month in which the plane was set up: walks end there. A plane without settings has no history either. */
const rememberOldestMonth = (database: Database, now: () => Date): (() => Promise<string>) => {
  let known: string | undefined;
  return async () => {
    if (known !== undefined) return known;
    const [settings] = await database.get([planeKey('settings')]);
    if (settings === undefined) return monthOf(now().toISOString());
    known = monthOf(settingsOf(settings).createdAt);
    return known;
  };
};

const auditPlaceOf = ({ targetId, actorId, deliveryGroupId }: AuditQuery): ListPlace => {
  if (targetId !== undefined) return auditPlaces.target(targetId);
  if (actorId !== undefined) return auditPlaces.actor(actorId);
  return deliveryGroupId === undefined ? auditPlaces.all : auditPlaces.deliveryGroup(deliveryGroupId);
};

export const listAudit = (lists: Lists, query: AuditQuery & PageQuery): Promise<Page<AuditEvent>> => {
  const { targetId, actorId, deliveryGroupId, type } = query;
  const wanted = { targetId, actorId, deliveryGroupId, eventType: type };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  const answered = targetId !== undefined || actorId !== undefined || deliveryGroupId !== undefined ? 1 : 0;
  const filter = (event: AuditEvent) => given.every(([field, value]) => Reflect.get(event, field) === value);
  return lists.page('audit', query, {
    places: [auditPlaceOf(query)],
    direction: 'descending',
    parse: auditEventOf,
    ...(given.length > answered ? { filter } : {}),
  });
};

export const listBuilds = (
  lists: Lists,
  query: { readonly service: string; readonly registeredBy?: string } & PageQuery,
): Promise<Page<Build>> => {
  const { service, registeredBy } = query;
  return lists.page('builds', query, {
    places: [{ partition: () => partition('build', service) }],
    direction: 'descending',
    parse: buildOf,
    ...(registeredBy === undefined ? {} : { filter: (build: Build) => build.registeredBy === registeredBy }),
  });
};
