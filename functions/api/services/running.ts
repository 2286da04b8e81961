import { servicesRunning } from '../../../lib/contract/routes/services/running.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getRunning } from '../../../lib/usecases/reading/places.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(servicesRunning, { store, clock, ids }, ({ params, query }) =>
  getRunning({ store: store() }, { ...params, ...query }),
);
