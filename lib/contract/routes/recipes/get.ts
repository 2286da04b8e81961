import * as z from 'zod';
import { recipe } from '../../recipe.ts';
import { route } from '../../route.ts';
import { slug } from '../../values.ts';

export const recipesGet = route({
  operation: 'recipes.get',
  method: 'GET',
  path: '/v1/recipes/{recipeId}',
  permission: 'read',
  summary: 'One recipe',
  params: z.strictObject({ recipeId: slug }),
  status: 200,
  response: recipe,
  problems: ['NOT_FOUND'],
});
