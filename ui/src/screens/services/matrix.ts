import type { DeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import type { Place } from '../../../../lib/contract/running.ts';
import { isNewer } from '../../api/versions.ts';

/** One service as a row: its places by environment. */
export type Row = { readonly service: string; readonly places: ReadonlyMap<string, Place> };
/** The rows of one delivery group, with the environments it is bound to. */
export type Section = { readonly group: DeliveryGroup | undefined; readonly id: string; readonly rows: readonly Row[] };

const rowsOf = (names: Iterable<string>, places: ReadonlyMap<string, Map<string, Place>>): Row[] =>
  [...new Set(names)].sort().map((service) => ({ service, places: places.get(service) ?? new Map() }));

/**
 * Rows by delivery group. While the list is `complete`, services without any place are rows too; a part of a long list
 * shows only what it holds.
 */
export const sectionsOf = (
  groups: readonly DeliveryGroup[],
  places: readonly Place[],
  complete: boolean,
): Section[] => {
  const byService = new Map<string, Map<string, Place>>();
  const groupOf = new Map<string, Set<string>>();
  for (const place of places) {
    const row = byService.get(place.service) ?? new Map<string, Place>();
    byService.set(place.service, row.set(place.environment, place));
    const members = groupOf.get(place.deliveryGroupId) ?? new Set<string>();
    groupOf.set(place.deliveryGroupId, members.add(place.service));
  }
  const ids = new Set([...groups.map((group) => group.id), ...groupOf.keys()]);
  return [...ids]
    .map((id) => {
      const group = groups.find((candidate) => candidate.id === id);
      const names = [...(groupOf.get(id) ?? []), ...(complete ? (group?.services ?? []) : [])];
      return { id, group, rows: rowsOf(names, byService) };
    })
    .filter((section) => section.rows.length > 0)
    .sort((a, b) => (a.group?.name ?? a.id).localeCompare(b.group?.name ?? b.id));
};

/** Keeps the services whose name contains the words. */
export const filtered = (sections: readonly Section[], filter: string): Section[] => {
  const words = filter.trim().toLowerCase();
  return sections
    .map((section) => ({ ...section, rows: section.rows.filter(({ service }) => service.includes(words)) }))
    .filter((section) => section.rows.length > 0);
};

/** The environment before this one that runs something newer, if any. */
export const aheadOf = (row: Row, environment: string, order: readonly string[]): Place | undefined => {
  const own = row.places.get(environment)?.running?.version;
  return order
    .slice(0, order.indexOf(environment))
    .map((name) => row.places.get(name))
    .find((place) => isNewer(place?.running?.version, own));
};
