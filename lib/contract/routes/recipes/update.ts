import * as z from 'zod';
import { recipeId } from '../../parameters.ts';
import { recipe, recipeUpdate } from '../../recipe.ts';
import { route } from '../../route.ts';

export const recipesUpdate = route({
  operation: 'recipes.update',
  method: 'PUT',
  path: '/v1/recipes/{recipeId}',
  permission: 'admin',
  mutation: true,
  revisioned: true,
  summary: 'Change a recipe; its mapping onto the engine only while no group allows it',
  params: z.strictObject({ recipeId }),
  body: recipeUpdate,
  status: 200,
  response: recipe,
  problems: ['NOT_FOUND', 'REVISION_CONFLICT', 'RECIPE_IN_USE', 'NOT_YET_EVERYWHERE'],
  cli: 'dxcp recipes update <file>',
});
