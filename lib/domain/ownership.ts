import type { Actor } from '../contract/actor.ts';
import type { DeliveryGroup } from '../contract/delivery-group.ts';

/** An owner entry is an email address, `sub:<subject>` or `group:<claim value>`. */
const matches = (entry: string, actor: Actor): boolean => {
  if (entry.startsWith('sub:')) return entry.slice(4) === actor.id;
  if (entry.startsWith('group:')) return actor.groups.includes(entry.slice(6));
  return actor.email !== undefined && entry.toLowerCase() === actor.email.toLowerCase();
};

export const owns = (actor: Actor, group: Pick<DeliveryGroup, 'owners'>): boolean =>
  group.owners.some((entry) => matches(entry, actor));

/** Whether the actor may see and change deployments of the group, as far as scope goes. */
export const inScope = (actor: Actor, group: Pick<DeliveryGroup, 'owners'>): boolean =>
  actor.role === 'DELIVERY_OWNER' ? owns(actor, group) : actor.role !== undefined;
