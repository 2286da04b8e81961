import type { DeliveryGroup } from '../../contract/delivery-group.ts';
import type { Environment } from '../../contract/environment.ts';
import type { Page } from '../../contract/list.ts';
import type { Recipe } from '../../contract/recipe.ts';
import type { Service } from '../../contract/service.ts';
import type { Caller } from '../../domain/records.ts';
import { viewRecipe } from '../../domain/views.ts';
import type { PageQuery } from '../../ports/store.ts';
import { answer, notFound, type Result } from '../result.ts';
import type { World } from '../world.ts';

/** What is configured, readable by everybody who may read: only a recipe's mapping onto the engine is for admins. */

type Reads = Pick<World, 'store'>;
type NamedQuery = PageQuery & { readonly search?: string | undefined };

export const listServices = async ({ store }: Reads, { search, ...page }: NamedQuery): Promise<Result<Page<Service>>> =>
  answer(await store.listServices({ ...page, ...(search === undefined ? {} : { search }) }));

export const getService = async ({ store }: Reads, name: string): Promise<Result<Service>> => {
  const { service } = await store.read({ service: name });
  return service ? answer(service) : notFound(`service ${name}`);
};

export const listEnvironments = async ({ store }: Reads, query: PageQuery): Promise<Result<Page<Environment>>> =>
  answer(await store.listEnvironments(query));

export const getEnvironment = async ({ store }: Reads, name: string): Promise<Result<Environment>> => {
  const { environment } = await store.read({ environment: name });
  return environment ? answer(environment) : notFound(`environment ${name}`);
};

export const listDeliveryGroups = async ({ store }: Reads, query: PageQuery): Promise<Result<Page<DeliveryGroup>>> =>
  answer(await store.listDeliveryGroups(query));

export const getDeliveryGroup = async ({ store }: Reads, id: string): Promise<Result<DeliveryGroup>> => {
  const { deliveryGroup } = await store.read({ deliveryGroup: id });
  return deliveryGroup ? answer(deliveryGroup) : notFound(`delivery group ${id}`);
};

type RecipesAsked = { readonly caller: Caller; readonly query: PageQuery };

export const listRecipes = async ({ store }: Reads, { caller, query }: RecipesAsked): Promise<Result<Page<Recipe>>> => {
  const page = await store.listRecipes(query);
  return answer({ ...page, items: page.items.map((recipe) => viewRecipe(recipe, caller.role)) });
};

export const getRecipe = async (
  { store }: Reads,
  { caller, id }: { caller: Caller; id: string },
): Promise<Result<Recipe>> => {
  const { recipe } = await store.read({ recipe: id });
  return recipe ? answer(viewRecipe(recipe, caller.role)) : notFound(`recipe ${id}`);
};
