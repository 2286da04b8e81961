import { abilitiesOf } from '../../../lib/contract/engines.ts';
import { deploymentsCreate } from '../../../lib/contract/routes/deployments/create.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { deploy } from '../../../lib/usecases/deploy.ts';
import { artifactStat, clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(deploymentsCreate, { store, clock, ids }, (request) =>
  deploy({ store: store(), clock: clock(), ids: ids(), artifacts: artifactStat(), abilitiesOf }, request),
);
