import { engineStatusOf } from '../../../lib/contract/routes/engine/status.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { readEngineStatus } from '../../../lib/usecases/reading/engine-status.ts';
import { clock, engine, ids, store } from '../../live.ts';

export const handler = readEndpoint(engineStatusOf, { store, clock, ids }, async () =>
  readEngineStatus({ store: store(), engine: await engine(), timer: () => performance.now() }),
);
