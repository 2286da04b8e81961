import { settingsSetPlane } from '../../../lib/contract/routes/settings/setPlane.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { setPlane } from '../../../lib/usecases/configure/settings.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(settingsSetPlane, { store, clock, ids }, (request) =>
  setPlane({ store: store(), clock: clock(), ids: ids() }, request),
);
