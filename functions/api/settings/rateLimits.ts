import { settingsRateLimits } from '../../../lib/contract/routes/settings/rateLimits.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getRateLimits } from '../../../lib/usecases/reading/settings.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(settingsRateLimits, { store, clock, ids }, () => getRateLimits({ store: store() }));
