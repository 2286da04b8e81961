import type { DeliveryGroup } from '../contract/delivery-group.ts';
import type { Service } from '../contract/service.ts';
import { binding } from './limits.ts';

/** Which recipe an intent takes: asked for, routed, the only one there is, or undecided among several. */
export type RecipeChoice =
  | { readonly kind: 'chosen'; readonly recipeId: string; readonly by: 'request' | 'route' | 'only one eligible' }
  | { readonly kind: 'undecided'; readonly eligible: readonly string[] };

type Question = {
  readonly recipeId: string | undefined;
  readonly group: DeliveryGroup;
  readonly service: Service;
  readonly environment: string;
};

export const chooseRecipe = ({ recipeId, group, service, environment }: Question): RecipeChoice => {
  if (recipeId !== undefined) return { kind: 'chosen', recipeId, by: 'request' };
  const routes = binding(group, environment)?.routes ?? {};
  // A service may have the name of something that every object has.
  const routed = Object.hasOwn(routes, service.name) ? routes[service.name] : undefined;
  if (routed !== undefined) return { kind: 'chosen', recipeId: routed, by: 'route' };
  const eligible = group.allowedRecipes.filter((id) => service.allowedRecipes.includes(id));
  const [only] = eligible;
  return only !== undefined && eligible.length === 1
    ? { kind: 'chosen', recipeId: only, by: 'only one eligible' }
    : { kind: 'undecided', eligible };
};
