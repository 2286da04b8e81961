import type { UsageKey } from '../change.ts';
import { broken, type Check, type Invariant } from './invariant.ts';
import type { Stored } from './stored.ts';

/** What refers to what is told from both sides, as changes of the one depend on the other. */
export const references: Invariant = {
  id: 'references',
  title:
    'A service is in the group that lists it, and recipes, environments and the register know the groups there are',
  check: function* (stored) {
    yield* memberships(stored);
    yield* registered(stored);
    for (const kind of ['recipe', 'environment'] as const) {
      yield* existing(stored, kind);
      yield* usages(stored, kind);
    }
  },
};

const memberships = function* ({ groups, services }: Stored): Iterable<Check> {
  const listedIn = new Map<string, string[]>();
  for (const { id, services: members } of groups) {
    for (const name of members) listedIn.set(name, [...(listedIn.get(name) ?? []), id]);
  }
  const known = new Map(services.map(({ name, deliveryGroupId }) => [name, deliveryGroupId]));
  for (const name of new Set([...known.keys(), ...listedIn.keys()])) {
    const lists = listedIn.get(name) ?? [];
    const own = known.get(name);
    yield lists.join() === (own ?? '') ||
      broken([name], `${name} says it is in ${own ?? 'no group'}; ${lists.join(', ') || 'no group'} lists it`);
  }
};

/** A plane that was set up before there was a register has none until it is set up again. */
const registered = function* ({ groups, groupRegistry }: Stored): Iterable<Check> {
  if (!groupRegistry) return;
  const ids = groups.map(({ id }) => id);
  const missing = ids.filter((id) => !groupRegistry.includes(id));
  const gone = groupRegistry.filter((id) => !ids.includes(id));
  yield missing.length === 0 || broken(missing, `The register of groups lacks ${missing.join(', ')}`);
  yield gone.length === 0 || broken(gone, `The register names ${gone.join(', ')}, which there are not`);
};

/** Whom each recipe or environment is used by, as the groups say. */
const usersOf = (groups: Stored['groups'], kind: UsageKey['kind']): ReadonlyMap<string, readonly string[]> => {
  const users = new Map<string, string[]>();
  for (const group of groups) {
    for (const id of kind === 'recipe' ? group.recipes : group.environments) {
      users.set(id, [...(users.get(id) ?? []), group.id].sort());
    }
  }
  return users;
};

const existing = function* ({ groups, referredTo }: Stored, kind: UsageKey['kind']): Iterable<Check> {
  const known = new Set(referredTo.filter((of) => of.kind === kind).map(({ id }) => id));
  for (const [id, users] of usersOf(groups, kind)) {
    yield known.has(id) || broken([id], `The ${kind} ${id} is used by ${users.join()}, and there is none`);
  }
};

const usages = function* ({ groups, usages: kept, groupRegistry }: Stored, kind: UsageKey['kind']) {
  if (!groupRegistry) return;
  const users = usersOf(groups, kind);
  const known = new Map(kept.filter((usage) => usage.kind === kind).map(({ id, groups: ids }) => [id, ids]));
  for (const id of new Set([...users.keys(), ...known.keys()])) {
    const wanted = (users.get(id) ?? []).join();
    yield [...(known.get(id) ?? [])].sort().join() === wanted ||
      broken(
        [id],
        `The ${kind} ${id} is used by ${wanted || 'no group'}, and says ${known.get(id)?.join() || 'by none'}`,
      );
  }
};
