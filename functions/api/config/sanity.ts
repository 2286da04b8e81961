import { configSanity } from '../../../lib/contract/routes/config/sanity.ts';
import { readEndpoint } from '../../../lib/http/endpoint.ts';
import { sanity } from '../../../lib/usecases/reading/plane.ts';
import { planeProbes } from '../../../lib/usecases/reading/probes.ts';
import { artifactBucket, artifacts, clock, configuration, ids, stateMachineArn, store } from '../../live.ts';

const probes = planeProbes({
  store,
  clock,
  artifacts,
  artifactBucket,
  stateMachineArn,
  fetch,
  issuer: async () => (await configuration().read(['/oidc/issuer']))['/oidc/issuer'],
  clientId: async () => (await configuration().read(['/oidc/client_id']))['/oidc/client_id'],
});

export const handler = readEndpoint(configSanity, { store, clock, ids }, ({ caller }) => sanity(probes, caller));
