import { settingsSetRateLimits } from '../../../lib/contract/routes/settings/setRateLimits.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { setRateLimits } from '../../../lib/usecases/configure/settings.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(settingsSetRateLimits, { store, clock, ids }, (request) =>
  setRateLimits({ store: store(), clock: clock(), ids: ids() }, request),
);
