import * as z from 'zod';
import { deploymentPath } from '../../deployment-path.ts';
import { failure } from '../../failure.ts';
import { route } from '../../route.ts';

export const deploymentsFailures = route({
  operation: 'deployments.failures',
  method: 'GET',
  path: '/v1/deployments/{id}/failures',
  permission: 'read',
  summary: 'Why it failed, each failure with its next step',
  params: deploymentPath,
  status: 200,
  response: z.object({ items: z.array(failure) }).meta({ id: 'Failures' }),
  problems: ['NOT_FOUND', 'DELIVERY_GROUP_SCOPE_REQUIRED'],
});
