import { abilitiesOf } from '../../../lib/contract/engines.ts';
import { deploymentsRollback } from '../../../lib/contract/routes/deployments/rollback.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { rollback } from '../../../lib/usecases/rollback.ts';
import { artifactStat, clock, ids, observer, store } from '../../live.ts';

export const handler = mutationEndpoint(deploymentsRollback, { store, clock, ids }, (request) =>
  rollback(
    { store: store(), clock: clock(), ids: ids(), observer: observer(), artifacts: artifactStat(), abilitiesOf },
    request,
  ),
);
