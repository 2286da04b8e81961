import { settingsSetUi } from '../../../lib/contract/routes/settings/setUi.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { setUi } from '../../../lib/usecases/configure/settings.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(settingsSetUi, { store, clock, ids }, (request) =>
  setUi({ store: store(), clock: clock(), ids: ids() }, request),
);
