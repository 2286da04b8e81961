import { deploymentsTimeline } from '../../../lib/contract/routes/deployments/timeline.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getTimeline } from '../../../lib/usecases/reading/deployments.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(deploymentsTimeline, { store, clock, ids }, ({ caller, params }) =>
  getTimeline({ store: store() }, { caller, id: params.id }),
);
