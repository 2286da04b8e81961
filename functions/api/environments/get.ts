import { environmentsGet } from '../../../lib/contract/routes/environments/get.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getEnvironment } from '../../../lib/usecases/reading/configuration.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(environmentsGet, { store, clock, ids }, ({ params }) =>
  getEnvironment({ store: store() }, params.environment),
);
