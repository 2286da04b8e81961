import type { DeploymentRecord } from '../records.ts';
import { secondsBetween } from '../time.ts';

type Held = {
  readonly id: string;
  readonly service: string;
  readonly version: string;
  readonly since: string;
  readonly until: string | undefined;
};

/** What an admission found: who held places of its group there, and how much of that day's quota was used. */
export type Use = { readonly holders: readonly Omit<Held, 'until'>[]; readonly used: number };

/** The clocks of those who write these times differ a little. */
const CLOCKS_DIFFER_SECONDS = 1;

/**
 * What each admission found, counted anew from the records alone. Whatever was refunded counts as never used, so that
 * no count is above the one that was decided on. Oldest first.
 */
export const countUse = (records: readonly DeploymentRecord[]): ReadonlyMap<string, Use> => {
  const quotas = new Map<string, number>();
  const places = new Map<string, Held[]>();
  const uses = new Map<string, Use>();
  for (const record of records) {
    const place = `${record.deliveryGroupId} ${record.environment}`;
    const quota = `${place} ${record.quota.day} ${record.quota.kind}`;
    const used = quotas.get(quota) ?? 0;
    const holders = (places.get(place) ?? []).filter((held) => isHeldAt(held, record.createdAt));
    uses.set(record.id, { holders: holders.flatMap((held) => heldBefore(held, record.createdAt)), used });
    if (!record.quota.refunded) quotas.set(quota, used + 1);
    places.set(place, [...holders, ...heldBy(record)]);
  }
  return uses;
};

const isHeldAt = ({ until }: Held, at: string): boolean =>
  until === undefined || secondsBetween(at, until) > CLOCKS_DIFFER_SECONDS;

/** One that waits for a place holds none yet. */
const heldBefore = ({ until: _, ...held }: Held, at: string): readonly Omit<Held, 'until'>[] =>
  secondsBetween(held.since, at) >= 0 ? [held] : [];

/** A take-over holds the place of what it undoes from that one's end on; one that never got it held none. */
const heldBy = ({
  id,
  service,
  version,
  createdAt,
  finishedAt,
  waitsFor,
  turnAt,
}: DeploymentRecord): readonly Held[] => {
  const since = waitsFor === undefined ? createdAt : turnAt;
  return since === undefined ? [] : [{ id, service, version, since, until: finishedAt }];
};
