import { engineStatus } from '../../engine-status.ts';
import { route } from '../../route.ts';

export const engineStatusOf = route({
  operation: 'engine.status',
  method: 'GET',
  path: '/v1/admin/engine/status',
  permission: 'admin',
  summary: 'How the connection to the engine is: what calls have come to, the last reconciliation, and its health now',
  status: 200,
  response: engineStatus,
  problems: [],
  cli: 'dxcp engine status',
});
