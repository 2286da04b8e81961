import { engineApplicationsList } from '../../../lib/contract/routes/engine/applications.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { listApplications } from '../../../lib/usecases/reading/engine-status.ts';
import { clock, engine, ids, store } from '../../live.ts';

export const handler = readEndpoint(engineApplicationsList, { store, clock, ids }, async () =>
  listApplications({ engine: await engine() }),
);
