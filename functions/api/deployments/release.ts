import { deploymentsRelease } from '../../../lib/contract/routes/deployments/release.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { release } from '../../../lib/usecases/release.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(deploymentsRelease, { store, clock, ids }, (request) =>
  release({ store: store(), clock: clock(), ids: ids() }, request),
);
