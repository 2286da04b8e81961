import { settingsCiPublishers } from '../../../lib/contract/routes/settings/ciPublishers.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getCiPublishers } from '../../../lib/usecases/reading/settings.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(settingsCiPublishers, { store, clock, ids }, () =>
  getCiPublishers({ store: store() }),
);
