import { settingsUi } from '../../../lib/contract/routes/settings/ui.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getUi } from '../../../lib/usecases/reading/settings.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(settingsUi, { store, clock, ids }, () => getUi({ store: store() }));
