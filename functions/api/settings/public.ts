import { abilitiesOf } from '../../../lib/contract/engines.ts';
import { settingsPublic } from '../../../lib/contract/routes/settings/public.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { publicSettings } from '../../../lib/usecases/reading/plane.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(settingsPublic, { store, clock, ids }, () =>
  publicSettings({ store: store(), abilitiesOf }),
);
