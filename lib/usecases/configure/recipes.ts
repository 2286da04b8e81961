import type { NewRecipe, Recipe, RecipeUpdate } from '../../contract/recipe.ts';
import { decideNewRecipe, decideRecipeUpdate } from '../../domain/configure/decide-recipe.ts';
import type { MutationRequest } from '../operation.ts';
import { notFound, type Result } from '../result.ts';
import { type Configures, configure } from './configure.ts';

export const createRecipe = (
  world: Configures,
  request: MutationRequest<{ readonly body: NewRecipe }>,
): Promise<Result<Recipe>> =>
  configure(world, request, {
    status: 201,
    load: ({ body: { id } }, keys) => world.store.read({ recipe: id, ...keys }),
    decide: ({ recipe }, { body }, cause) => decideNewRecipe(recipe, body, cause),
  });

type Update = { readonly params: { readonly recipeId: string }; readonly body: RecipeUpdate };

export const updateRecipe = (world: Configures, request: MutationRequest<Update>): Promise<Result<Recipe>> =>
  configure(world, request, {
    status: 200,
    mayMoveMaster: true,
    load: async ({ params: { recipeId } }, keys) => {
      const read = await world.store.read({ recipe: recipeId, recipeUsage: recipeId, ...keys });
      const { recipe: existing, recipeUsage: usage, ...preconditions } = read;
      return existing ? { existing, usage, ...preconditions } : notFound(`recipe ${recipeId}`);
    },
    decide: (facts, { body }, cause) => decideRecipeUpdate(facts, body, cause),
  });
