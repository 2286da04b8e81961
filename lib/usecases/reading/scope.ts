import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import { owns } from '../../domain/ownership.ts';
import type { Caller } from '../../domain/records.ts';
import type { Store } from '../../ports/store.ts';

const PAGE = 200;

/** Every delivery group; there are dozens, not thousands. */
export const allGroups = async (store: Store): Promise<DeliveryGroup[]> => {
  const groups: DeliveryGroup[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listDeliveryGroups({ limit: PAGE, cursor });
    groups.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return groups;
};

/** Ids of the groups whose deployments the caller may see; `undefined` when that is all of them. */
export const visibleGroups = async (store: Store, caller: Caller): Promise<readonly string[] | undefined> => {
  if (caller.role !== 'DELIVERY_OWNER') return undefined;
  return (await allGroups(store)).filter((group) => owns(caller, group)).map((group) => group.id);
};
