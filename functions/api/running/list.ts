import { runningList } from '../../../lib/contract/routes/running/list.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { listPlaces } from '../../../lib/usecases/reading/places.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(runningList, { store, clock, ids }, ({ query }) =>
  listPlaces({ store: store() }, query),
);
