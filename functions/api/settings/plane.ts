import { settingsPlane } from '../../../lib/contract/routes/settings/plane.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getPlane } from '../../../lib/usecases/reading/settings.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(settingsPlane, { store, clock, ids }, () => getPlane({ store: store() }));
