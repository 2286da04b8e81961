import { environmentsCreate } from '../../../lib/contract/routes/environments/create.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { createEnvironment } from '../../../lib/usecases/configure/environments.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(environmentsCreate, { store, clock, ids }, (request) =>
  createEnvironment({ store: store(), clock: clock(), ids: ids() }, request),
);
