import type { Change, ConfigurationChange } from '../../domain/change.ts';
import type { Guard } from '../../domain/records.ts';
import type { Part } from './commit-parts.ts';
import { type Condition, isNew, isStill } from './conditions.ts';
import { bumpGuard, followSwitch } from './guards.ts';
import { deliveryGroupItem, environmentItem, itemOf, type NewItem, recipeItem, serviceItem } from './items.ts';
import { environmentKey, guardKey, planeKey, serviceKey, usageKey } from './keys.ts';

/** What admins change, as parts of a transaction. */

export const configurationParts = (change: Change, table: string): readonly Part[] => {
  const put = (Item: NewItem, condition: Condition) => ({ Put: { TableName: table, Item, ...condition } });
  const check = (Key: ReturnType<typeof planeKey>, condition: Condition) => ({
    ConditionCheck: { TableName: table, Key, ...condition },
  });
  const { switchedOn, serviceAt, publishersAt, groupRegistry, newGuard, follow } = change;
  const parts: (Part | undefined)[] = [
    switchedOn && {
      condition: 'killSwitch',
      item: check(planeKey('killSwitch'), newGuard ? isSwitchedOnAt(newGuard) : isSwitchedOn),
    },
    ...(change.configuration ?? []).map((each) => ({
      condition: 'configuration' as const,
      item: configurationItem(each, table),
    })),
    serviceAt && {
      condition: 'configuration',
      item: check(serviceKey(serviceAt.name), isStill({ revision: serviceAt.revision })),
    },
    publishersAt === undefined
      ? undefined
      : { condition: 'publishers', item: check(planeKey('publishers'), isStill({ revision: publishersAt })) },
    ...(change.uses ?? []).map(({ of, before, after }) => ({
      condition: 'uses' as const,
      item: after ? put(itemOf(usageKey(of), after), atRevision(before)) : check(usageKey(of), atRevision(before)),
    })),
    groupRegistry && {
      condition: 'groupRegistry',
      item: put(itemOf(planeKey('groupRegistry'), groupRegistry.after), atRevision(groupRegistry.before)),
    },
    newGuard && { condition: 'guard', item: put(itemOf(guardKey(newGuard.deliveryGroupId), newGuard), isNew) },
    ...(change.renew ?? []).map((id) => ({ condition: 'guard' as const, item: bumpGuard(table, id) })),
    follow && { condition: 'follow', item: followSwitch(table, follow) },
    ...planeParts(change, put),
  ];
  return parts.filter((part) => part !== undefined);
};

type Put = (item: NewItem, condition: Condition) => Part['item'];

const planeParts = ({ killSwitch, settings, publishers }: Change, put: Put): readonly (Part | undefined)[] => [
  killSwitch && {
    condition: 'killSwitch',
    item: put(
      itemOf(planeKey('killSwitch'), killSwitch.after),
      killSwitch.before ? isStill({ epoch: killSwitch.before.epoch }) : isNew,
    ),
  },
  settings && {
    condition: 'settings',
    item: put(itemOf(planeKey('settings'), settings.after), atRevision(settings.before)),
  },
  publishers && {
    condition: 'publishers',
    item: put(itemOf(planeKey('publishers'), publishers.after), atRevision(publishers.before)),
  },
];

const atRevision = (before: { readonly revision: number } | undefined): Condition =>
  before === undefined ? isNew : isStill({ revision: before.revision });

/** Nobody ever switched them off, or they are on again. */
const isSwitchedOn: Condition = {
  ConditionExpression: 'attribute_not_exists(#doc) OR #doc.#disabled = :no',
  ExpressionAttributeNames: { '#doc': 'doc', '#disabled': 'mutationsDisabled' },
  ExpressionAttributeValues: { ':no': false },
};

/** And nobody has turned them since, so that a new guard row is not behind from its first instant. */
const isSwitchedOnAt = ({ epoch = 0 }: Guard): Condition => ({
  ConditionExpression: 'attribute_not_exists(#doc) OR (#doc.#disabled = :no AND #doc.#epoch = :epoch)',
  ExpressionAttributeNames: { ...isSwitchedOn.ExpressionAttributeNames, '#epoch': 'epoch' },
  ExpressionAttributeValues: { ...isSwitchedOn.ExpressionAttributeValues, ':epoch': epoch },
});

const configurationItem = (change: ConfigurationChange, table: string): Part['item'] => {
  if (change.after === undefined) {
    const Key = environmentKey(change.before.name);
    return { Delete: { TableName: table, Key, ...isStill({ revision: change.before.revision }) } };
  }
  return { Put: { TableName: table, Item: itemOfConfiguration(change), ...conditionOf(change) } };
};

const itemOfConfiguration = (change: ConfigurationChange & { readonly after: object }): NewItem => {
  switch (change.kind) {
    case 'service':
      return serviceItem(change.after);
    case 'recipe':
      return recipeItem(change.after);
    case 'deliveryGroup':
      return deliveryGroupItem(change.after);
    case 'environment':
      return environmentItem(change.after);
  }
};

/** A service is moved between groups without a new revision of its own, so its group is part of what must be the same. */
const conditionOf = (change: ConfigurationChange): Condition => {
  if (change.before === undefined) return isNew;
  const { revision } = change.before;
  return change.kind === 'service'
    ? isStill({ revision, deliveryGroupId: change.before.deliveryGroupId })
    : isStill({ revision });
};
