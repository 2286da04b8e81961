import { buildsList } from '../../../lib/contract/routes/builds/list.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { listBuilds } from '../../../lib/usecases/reading/builds.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(buildsList, { store, clock, ids }, (request) =>
  listBuilds({ store: store() }, request),
);
