import * as z from 'zod';
import { deployment } from '../../deployment.ts';
import { deploymentPath } from '../../deployment-path.ts';
import { route } from '../../route.ts';

export const deploymentsCancel = route({
  operation: 'deployments.cancel',
  method: 'POST',
  path: '/v1/deployments/{id}/cancel',
  permission: 'deploy',
  mutation: true,
  exemptFromKillSwitch: true,
  summary: 'Stop a deployment; it ends when the engine confirms, if the engine can stop what has begun',
  params: deploymentPath,
  body: z.strictObject({ reason: z.string().trim().min(1).max(240).optional() }).optional(),
  status: 200,
  response: deployment,
  problems: ['NOT_FOUND', 'DELIVERY_GROUP_SCOPE_REQUIRED', 'NOT_CANCELABLE'],
  cli: 'dxcp cancel <id>',
});
