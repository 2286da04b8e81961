import { servicesCreate } from '../../../lib/contract/routes/services/create.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { createService } from '../../../lib/usecases/configure/services.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(servicesCreate, { store, clock, ids }, (request) =>
  createService({ store: store(), clock: clock(), ids: ids() }, request),
);
