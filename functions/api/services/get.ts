import { servicesGet } from '../../../lib/contract/routes/services/get.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getService } from '../../../lib/usecases/reading/configuration.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(servicesGet, { store, clock, ids }, ({ params }) =>
  getService({ store: store() }, params.service),
);
