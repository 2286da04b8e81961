import { recipesGet } from '../../../lib/contract/routes/recipes/get.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getRecipe } from '../../../lib/usecases/reading/configuration.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(recipesGet, { store, clock, ids }, ({ caller, params }) =>
  getRecipe({ store: store() }, { caller, id: params.recipeId }),
);
