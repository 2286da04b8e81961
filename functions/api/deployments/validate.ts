import { abilitiesOf } from '../../../lib/contract/engines.ts';
import { deploymentsValidate } from '../../../lib/contract/routes/deployments/validate.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { validate } from '../../../lib/usecases/deploy.ts';
import { artifactStat, clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(deploymentsValidate, { store, clock, ids }, (request) =>
  validate({ store: store(), clock: clock(), ids: ids(), artifacts: artifactStat(), abilitiesOf }, request),
);
