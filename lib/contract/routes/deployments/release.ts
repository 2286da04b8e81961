import * as z from 'zod';
import { deployment } from '../../deployment.ts';
import { deploymentPath } from '../../deployment-path.ts';
import { route } from '../../route.ts';
import { changeReason } from '../../values.ts';

export const deploymentsRelease = route({
  operation: 'deployments.release',
  method: 'POST',
  path: '/v1/admin/deployments/{id}/release',
  permission: 'admin',
  mutation: true,
  summary:
    'Give up a stalled deployment: it ends as failed, and its place is free, although the engine may still run it',
  params: deploymentPath,
  body: z.strictObject({ reason: changeReason }),
  status: 200,
  response: deployment,
  problems: ['NOT_FOUND', 'NOT_STALLED'],
  cli: 'dxcp release <id>',
});
