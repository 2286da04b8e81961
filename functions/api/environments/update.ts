import { environmentsUpdate } from '../../../lib/contract/routes/environments/update.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { updateEnvironment } from '../../../lib/usecases/configure/environments.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(environmentsUpdate, { store, clock, ids }, (request) =>
  updateEnvironment({ store: store(), clock: clock(), ids: ids() }, request),
);
