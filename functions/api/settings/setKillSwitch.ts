import { settingsSetKillSwitch } from '../../../lib/contract/routes/settings/setKillSwitch.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { setKillSwitch } from '../../../lib/usecases/configure/settings.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(settingsSetKillSwitch, { store, clock, ids }, (request) =>
  setKillSwitch({ store: store(), clock: clock(), ids: ids() }, request),
);
