import { recipesCreate } from '../../../lib/contract/routes/recipes/create.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { createRecipe } from '../../../lib/usecases/configure/recipes.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(recipesCreate, { store, clock, ids }, (request) =>
  createRecipe({ store: store(), clock: clock(), ids: ids() }, request),
);
