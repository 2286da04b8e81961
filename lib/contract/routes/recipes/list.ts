import * as z from 'zod';
import { pageOf, pageQuery } from '../../list.ts';
import { recipe } from '../../recipe.ts';
import { route } from '../../route.ts';

export const recipesList = route({
  operation: 'recipes.list',
  method: 'GET',
  path: '/v1/recipes',
  permission: 'read',
  summary: 'Approved ways to deploy',
  query: z.strictObject(pageQuery),
  status: 200,
  response: pageOf(recipe),
  problems: [],
  cli: 'dxcp recipes',
});
