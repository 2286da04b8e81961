import type { DeliveryGroup, EnvironmentBinding } from '../../../../lib/contract/delivery-group.ts';
import type { Recipe } from '../../../../lib/contract/recipe.ts';
import type { Service } from '../../../../lib/contract/service.ts';

/** The environments of a group in promotion order. */
export const environmentsOf = (group: DeliveryGroup): EnvironmentBinding[] =>
  [...group.environments].sort((a, b) => a.promotionOrder - b.promotionOrder);

export type RecipeChoice =
  | { readonly kind: 'routed'; readonly recipeId: string }
  | { readonly kind: 'open'; readonly recipes: readonly Recipe[] };

/** The recipe the group prescribes here, or those that are open to choose from. */
export const recipeChoice = (
  service: Service,
  group: DeliveryGroup,
  environment: string,
  recipes: readonly Recipe[],
): RecipeChoice => {
  const routed = group.environments.find(({ name }) => name === environment)?.routes?.[service.name];
  if (routed) return { kind: 'routed', recipeId: routed };
  const allowed = group.allowedRecipes.filter((id) => service.allowedRecipes.includes(id));
  const known = allowed.flatMap((id) => recipes.filter((recipe) => recipe.id === id));
  return { kind: 'open', recipes: known.filter(({ status }) => status === 'active') };
};

/** The recipe that is chosen before the person chooses: the standard one where there is one. */
export const preselected = (choice: RecipeChoice): string | undefined => {
  if (choice.kind === 'routed') return undefined;
  return (choice.recipes.find(({ id }) => id === 'default') ?? choice.recipes[0])?.id;
};
