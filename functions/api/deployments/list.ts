import { deploymentsList } from '../../../lib/contract/routes/deployments/list.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { listDeployments } from '../../../lib/usecases/reading/deployments.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(deploymentsList, { store, clock, ids }, (request) =>
  listDeployments({ store: store() }, request),
);
