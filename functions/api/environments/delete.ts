import { environmentsDelete } from '../../../lib/contract/routes/environments/delete.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { deleteEnvironment } from '../../../lib/usecases/configure/environments.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(environmentsDelete, { store, clock, ids }, (request) =>
  deleteEnvironment({ store: store(), clock: clock(), ids: ids() }, request),
);
