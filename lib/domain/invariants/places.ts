import { isTerminal } from '../states.ts';
import { broken, type Check, type Invariant } from './invariant.ts';
import type { KeptDeployment, KeptPlace, Stored } from './stored.ts';

/** What is in flight holds one place of its group and environment, or waits for the one that does. */
export const places: Invariant = {
  id: 'places',
  title: 'Whatever is in flight holds exactly one place or waits for who does; whoever holds one is in flight',
  check: function* (stored) {
    const heldAt = holdings(stored);
    for (const record of stored.deployments.values()) {
      if (!isTerminal(record.state)) yield holdsOrWaits(record, heldAt, stored);
    }
    for (const place of stored.places) {
      for (const id of place.holders) yield holderFits(id, place, stored);
      yield isCounted(place);
      yield withinLimit(place, stored);
    }
  },
};

const nameOf = ({ deliveryGroupId, environment }: { deliveryGroupId: string; environment: string }): string =>
  `${deliveryGroupId} in ${environment}`;

type Holdings = ReadonlyMap<string, readonly KeptPlace[]>;

const holdings = ({ places }: Stored): Holdings => {
  const heldAt = new Map<string, KeptPlace[]>();
  for (const place of places) {
    for (const id of place.holders) heldAt.set(id, [...(heldAt.get(id) ?? []), place]);
  }
  return heldAt;
};

const holdsOrWaits = (record: KeptDeployment, heldAt: Holdings, { deployments }: Stored): Check => {
  const { id, waitsFor } = record;
  const held = heldAt.get(id)?.length ?? 0;
  const before = waitsFor === undefined ? undefined : deployments.get(waitsFor);
  const waits = before !== undefined && !isTerminal(before.state) && heldAt.has(before.id);
  if (held === (waits ? 0 : 1)) return true;
  if (waits) return broken([id, before.id], `${id} holds a place and waits for ${before.id} as well`);
  return broken([id], `${id} is ${record.state} and holds ${held} places of ${nameOf(record)}`);
};

const holderFits = (id: string, place: KeptPlace, { deployments }: Stored): Check => {
  const record = deployments.get(id);
  if (!record) return broken([id], `A place of ${nameOf(place)} is held by ${id}, which is not recorded`);
  if (isTerminal(record.state)) {
    return broken([id], `A place of ${nameOf(place)} is held by ${id}, which has ended: ${record.state}`);
  }
  return (
    nameOf(record) === nameOf(place) || broken([id], `${id} of ${nameOf(record)} holds a place of ${nameOf(place)}`)
  );
};

const isCounted = (place: KeptPlace): Check =>
  place.held === place.holders.length ||
  broken(place.holders, `${nameOf(place)} counts ${place.held} held places, and ${place.holders.length} hold one`);

/** Whoever came last was let in below a limit, and nobody after; a take-over came in by the place it took. */
const withinLimit = (place: KeptPlace, { deployments }: Stored): Check => {
  const limits = place.holders.map((id) => limitOf(id, deployments));
  const limit = Math.max(0, ...limits);
  return (
    place.holders.length <= limit ||
    broken(place.holders, `${place.holders.length} hold places of ${nameOf(place)}, and none was let in above ${limit}`)
  );
};

const limitOf = (id: string, deployments: Stored['deployments']): number => {
  const record = deployments.get(id);
  if (!record) return 0;
  const { maxConcurrentDeployments } = record.policySnapshot.limits;
  // Nothing that waits is waited for, so this ends after one more.
  const before = record.waitsFor === undefined ? 0 : limitOf(record.waitsFor, deployments);
  return Math.max(maxConcurrentDeployments, before);
};
