import { servicesUpdate } from '../../../lib/contract/routes/services/update.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { updateService } from '../../../lib/usecases/configure/services.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(servicesUpdate, { store, clock, ids }, (request) =>
  updateService({ store: store(), clock: clock(), ids: ids() }, request),
);
