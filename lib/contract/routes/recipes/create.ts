import { newRecipe, recipe } from '../../recipe.ts';
import { route } from '../../route.ts';

export const recipesCreate = route({
  operation: 'recipes.create',
  method: 'POST',
  path: '/v1/recipes',
  permission: 'admin',
  mutation: true,
  summary: 'Add a recipe: an approved way to deploy',
  body: newRecipe,
  status: 201,
  response: recipe,
  problems: ['ALREADY_EXISTS'],
  cli: 'dxcp recipes create <file>',
});
