import { settingsSetCiPublishers } from '../../../lib/contract/routes/settings/setCiPublishers.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { setCiPublishers } from '../../../lib/usecases/configure/settings.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(settingsSetCiPublishers, { store, clock, ids }, (request) =>
  setCiPublishers({ store: store(), clock: clock(), ids: ids() }, request),
);
