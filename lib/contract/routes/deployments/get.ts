import { deployment } from '../../deployment.ts';
import { deploymentPath } from '../../deployment-path.ts';
import { route } from '../../route.ts';

export const deploymentsGet = route({
  operation: 'deployments.get',
  method: 'GET',
  path: '/v1/deployments/{id}',
  permission: 'read',
  summary: 'One deployment as recorded; while in flight, asks for a fresh look at the engine in the background',
  params: deploymentPath,
  status: 200,
  response: deployment,
  problems: ['NOT_FOUND', 'DELIVERY_GROUP_SCOPE_REQUIRED'],
  cli: 'dxcp watch <id>',
});
