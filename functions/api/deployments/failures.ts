import { deploymentsFailures } from '../../../lib/contract/routes/deployments/failures.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getFailures } from '../../../lib/usecases/reading/deployments.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(deploymentsFailures, { store, clock, ids }, ({ caller, params }) =>
  getFailures({ store: store() }, { caller, id: params.id }),
);
