import { settingsKillSwitch } from '../../../lib/contract/routes/settings/killSwitch.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getKillSwitch } from '../../../lib/usecases/reading/settings.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(settingsKillSwitch, { store, clock, ids }, () => getKillSwitch({ store: store() }));
