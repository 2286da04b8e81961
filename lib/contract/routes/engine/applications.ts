import { engineApplications } from '../../engine-status.ts';
import { route } from '../../route.ts';

export const engineApplicationsList = route({
  operation: 'engine.applications',
  method: 'GET',
  path: '/v1/admin/engine/applications',
  permission: 'admin',
  summary: 'The applications that the engine shows to DXCP, for the mapping of recipes',
  status: 200,
  response: engineApplications,
  problems: [
    'ENGINE_UNAVAILABLE',
    'ENGINE_TIMEOUT',
    'ENGINE_UNAUTHORIZED',
    'ENGINE_MISCONFIGURED',
    'ENGINE_CALL_FAILED',
  ],
  cli: 'dxcp engine applications',
});
