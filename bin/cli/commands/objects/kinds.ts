import type { Client } from '../../../../lib/contract/client.ts';
import { newDeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import { newEnvironment } from '../../../../lib/contract/environment.ts';
import { type ProposedChange, proposedChange } from '../../../../lib/contract/preview.ts';
import { newRecipe } from '../../../../lib/contract/recipe.ts';
import { newService } from '../../../../lib/contract/service.ts';
import { fitting } from '../../json-input.ts';
import { cell, type Kind, withoutStamps } from './kind.ts';

const PAGE = { limit: 200 } as const;

/** The part of a proposal that its own kind has made. */
export const part = <Name extends keyof ProposedChange>(
  change: ProposedChange,
  name: Name,
): NonNullable<ProposedChange[Name]> => {
  const found = change[name];
  if (found === undefined) throw new Error(`The proposal has no ${name}`);
  return found;
};

const services: Kind = {
  word: 'services',
  one: 'service',
  example: 'demo-service',
  searchable: true,
  key: 'name',
  about: 'what can be deployed: list, and for admins add and change',
  list: (client, cursor, search) =>
    client.services.list({ query: { ...PAGE, ...cursor, ...(search === undefined ? {} : { search }) } }),
  head: ['SERVICE', 'GROUP', 'OWNER', 'RECIPES', 'DESCRIPTION'],
  row: ({ name, deliveryGroupId, owner, allowedRecipes, description }) =>
    [name, deliveryGroupId, owner, allowedRecipes, description].map(cell),
  get: (client, service) => client.services.get({ params: { service } }),
  create: (client, fields) =>
    client.services.create({ body: fitting(newService, withoutStamps(fields, 'deliveryGroupId', 'revision')) }),
  proposal: (fields) => fitting(proposedChange, { service: withoutStamps(fields, 'deliveryGroupId', 'reason') }),
  update: (client, change, seen) => {
    const { name: service, ...settings } = part(change, 'service');
    return client.services.update({ params: { service }, body: { ...settings, ...seen } });
  },
};

const environments: Kind = {
  word: 'environments',
  one: 'environment',
  example: 'sandbox',
  key: 'name',
  about: 'where is deployed to: list, and for admins add, change and delete',
  list: (client, cursor) => client.environments.list({ query: { ...PAGE, ...cursor } }),
  head: ['ENVIRONMENT', 'NAME', 'TYPE', 'LIFECYCLE'],
  row: ({ name, displayName, type, lifecycle }) => [name, displayName, type, lifecycle].map(cell),
  get: (client, environment) => client.environments.get({ params: { environment } }),
  create: (client, fields) =>
    client.environments.create({ body: fitting(newEnvironment, withoutStamps(fields, 'revision')) }),
  proposal: (fields) => fitting(proposedChange, { environment: withoutStamps(fields, 'reason') }),
  update: (client, change, seen) => {
    const { name: environment, ...settings } = part(change, 'environment');
    return client.environments.update({ params: { environment }, body: { ...settings, ...seen } });
  },
  remove: (client, environment, seen) => client.environments.delete({ params: { environment }, query: seen }),
};

const groups: Kind = {
  word: 'groups',
  one: 'delivery group',
  example: 'demo',
  key: 'id',
  about: 'who may deploy what, where and how often: list, and for admins add and change',
  list: (client, cursor) => client.deliveryGroups.list({ query: { ...PAGE, ...cursor } }),
  head: ['GROUP', 'NAME', 'OWNERS', 'SERVICES', 'RECIPES', 'ENVIRONMENTS'],
  row: ({ id, name, owners, services: members, allowedRecipes, environments: bound }) =>
    [id, name, owners, members, allowedRecipes, bound].map(cell),
  get: (client, groupId) => client.deliveryGroups.get({ params: { groupId } }),
  create: (client, fields) =>
    client.deliveryGroups.create({ body: fitting(newDeliveryGroup, withoutStamps(fields, 'revision')) }),
  proposal: (fields) => fitting(proposedChange, { deliveryGroup: withoutStamps(fields, 'reason') }),
  update: (client, change, seen) => {
    const { id: groupId, ...settings } = part(change, 'deliveryGroup');
    return client.deliveryGroups.update({ params: { groupId }, body: { ...settings, ...seen } });
  },
};

const recipes: Kind = {
  word: 'recipes',
  one: 'recipe',
  example: 'default',
  key: 'id',
  about: 'ways to deploy: list, and for admins add and change',
  list: (client, cursor) => client.recipes.list({ query: { ...PAGE, ...cursor } }),
  head: ['RECIPE', 'NAME', 'STATUS', 'WHAT IT DOES'],
  row: ({ id, name, status, behaviorSummary }) => [id, name, status, behaviorSummary].map(cell),
  get: (client, recipeId) => client.recipes.get({ params: { recipeId } }),
  create: (client: Client, fields) =>
    client.recipes.create({ body: fitting(newRecipe, withoutStamps(fields, 'revision')) }),
  proposal: (fields) => fitting(proposedChange, { recipe: withoutStamps(fields, 'reason') }),
  update: (client, change, seen) => {
    const { id: recipeId, ...settings } = part(change, 'recipe');
    return client.recipes.update({ params: { recipeId }, body: { ...settings, ...seen } });
  },
};

export const kinds: readonly Kind[] = [services, environments, groups, recipes];
