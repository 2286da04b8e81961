import { servicesList } from '../../../lib/contract/routes/services/list.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { listServices } from '../../../lib/usecases/reading/configuration.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(servicesList, { store, clock, ids }, ({ query }) =>
  listServices({ store: store() }, query),
);
