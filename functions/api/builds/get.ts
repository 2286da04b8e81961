import { buildsGet } from '../../../lib/contract/routes/builds/get.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getBuild } from '../../../lib/usecases/reading/builds.ts';
import { clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(buildsGet, { store, clock, ids }, ({ caller, params }) =>
  getBuild({ store: store() }, { caller, ...params }),
);
