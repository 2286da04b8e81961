import { buildsRegister } from '../../../lib/contract/routes/builds/register.ts';
import { mutationEndpoint } from '../../../lib/http/endpoint.ts';
import { registerBuild } from '../../../lib/usecases/register-build.ts';
import { artifacts, clock, ids, store } from '../../live.ts';

export const handler = mutationEndpoint(buildsRegister, { store, clock, ids }, (request) =>
  registerBuild({ store: store(), clock: clock(), ids: ids(), artifacts: artifacts() }, request),
);
