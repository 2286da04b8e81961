import { abilitiesOf } from '../../../lib/contract/engines.ts';
import { deploymentsGet } from '../../../lib/contract/routes/deployments/get.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getDeployment } from '../../../lib/usecases/reading/deployments.ts';
import { clock, ids, observer, store } from '../../live.ts';

export const handler = readEndpoint(deploymentsGet, { store, clock, ids }, ({ caller, params }) =>
  getDeployment({ store: store(), clock: clock(), observer: observer(), abilitiesOf }, { caller, id: params.id }),
);
