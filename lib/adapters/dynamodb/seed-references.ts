import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { UsageKey } from '../../domain/change.ts';
import type { Database } from './database.ts';
import { groupRegistryOf, usageOf } from './documents.ts';
import { itemOf, type NewItem } from './items.ts';
import { planeKey, usageKey } from './keys.ts';
import type { Patience } from './patience.ts';
import { transactOnce } from './transaction.ts';

/** Says anew which groups there are, and which of them refer to each of these recipes and environments. */
export const writeReferences = async (
  database: Database,
  { groups, of }: { readonly groups: readonly DeliveryGroup[]; readonly of: readonly UsageKey[] },
  patience: Patience,
): Promise<void> => {
  const stored = await database.get([planeKey('groupRegistry'), ...of.map(usageKey)]);
  const registry = stored.find(({ pk }) => pk === planeKey('groupRegistry').pk);
  const ids = groups.map(({ id }) => id).sort();
  const uses = of.flatMap((key): NewItem[] => {
    const item = stored.find(({ pk }) => pk === usageKey(key).pk);
    const before = item === undefined ? undefined : usageOf(item);
    const users = groups.filter((group) => refersTo(group, key)).map(({ id }) => id);
    return same(before?.groups, users)
      ? []
      : [itemOf(usageKey(key), { ...before, groups: users, revision: (before?.revision ?? 0) + 1 })];
  });
  const known = registry === undefined ? undefined : groupRegistryOf(registry);
  const due = same(known?.ids, ids)
    ? uses
    : [itemOf(planeKey('groupRegistry'), { ids, revision: (known?.revision ?? 0) + 1 }), ...uses];
  for (const Item of due) await transactOnce(database, [{ Put: { TableName: database.table, Item } }], patience);
};

const refersTo = ({ allowedRecipes, environments }: DeliveryGroup, { kind, id }: UsageKey): boolean =>
  kind === 'recipe' ? allowedRecipes.includes(id) : environments.some(({ name }) => name === id);

/** Nothing that refers to it, and nothing written of that, are the same. */
const same = (before: readonly string[] | undefined, after: readonly string[]): boolean =>
  before === undefined ? after.length === 0 : before.join() === after.join();
