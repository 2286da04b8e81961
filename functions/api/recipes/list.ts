import { recipesList } from '../../../lib/contract/routes/recipes/list.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { listRecipes } from '../../../lib/usecases/reading/configuration.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(recipesList, { store, clock, ids }, (request) =>
  listRecipes({ store: store() }, request),
);
