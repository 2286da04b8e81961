import { recipesUpdate } from '../../../lib/contract/routes/recipes/update.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { updateRecipe } from '../../../lib/usecases/configure/recipes.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(recipesUpdate, { store, clock, ids }, (request) =>
  updateRecipe({ store: store(), clock: clock(), ids: ids() }, request),
);
