import { environmentsList } from '../../../lib/contract/routes/environments/list.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { listEnvironments } from '../../../lib/usecases/reading/configuration.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(environmentsList, { store, clock, ids }, ({ query }) =>
  listEnvironments({ store: store() }, query),
);
