import * as z from 'zod';
import { recipeId } from '../../parameters.ts';
import { recipe } from '../../recipe.ts';
import { route } from '../../route.ts';

export const recipesGet = route({
  operation: 'recipes.get',
  method: 'GET',
  path: '/v1/recipes/{recipeId}',
  permission: 'read',
  summary: 'One recipe',
  params: z.strictObject({ recipeId }),
  status: 200,
  response: recipe,
  problems: ['NOT_FOUND'],
  cli: 'dxcp recipes show <id>',
});
