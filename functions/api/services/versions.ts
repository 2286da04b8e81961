import { servicesVersions } from '../../../lib/contract/routes/services/versions.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { getVersions } from '../../../lib/usecases/reading/builds.ts';
import { artifacts, clock, ids, store } from '../../live.ts';

export const handler = readEndpoint(servicesVersions, { store, clock, ids }, ({ params, query }) =>
  getVersions(
    { store: store(), clock: clock(), artifacts: artifacts() },
    { service: params.service, refresh: query.refresh === '1' },
  ),
);
