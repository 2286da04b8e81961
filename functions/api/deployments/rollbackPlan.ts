import { abilitiesOf } from '../../../lib/contract/engines.ts';
import { deploymentsRollbackPlan } from '../../../lib/contract/routes/deployments/rollbackPlan.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { planRollback } from '../../../lib/usecases/rollback.ts';
import { artifactStat, clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(deploymentsRollbackPlan, { store, clock, ids }, ({ caller, requestId, params }) =>
  planRollback(
    { store: store(), clock: clock(), ids: ids(), artifacts: artifactStat(), abilitiesOf },
    { caller, requestId, id: params.id },
  ),
);
