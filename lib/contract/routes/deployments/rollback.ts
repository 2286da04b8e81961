import * as z from 'zod';
import { deployment } from '../../deployment.ts';
import { deploymentPath } from '../../deployment-path.ts';
import { route } from '../../route.ts';
import { changeSummary } from '../../values.ts';

export const deploymentsRollback = route({
  operation: 'deployments.rollback',
  method: 'POST',
  path: '/v1/deployments/{id}/rollback',
  permission: 'deploy',
  mutation: true,
  summary: 'Undo a deployment: go back to the version that is proved to have worked',
  params: deploymentPath,
  body: z.strictObject({ changeSummary: changeSummary.optional() }).optional(),
  status: 201,
  response: deployment,
  problems: [
    'NOT_FOUND',
    'SERVICE_NOT_ALLOWLISTED',
    'SERVICE_NOT_IN_DELIVERY_GROUP',
    'DELIVERY_GROUP_SCOPE_REQUIRED',
    'ENVIRONMENT_NOT_ALLOWED',
    'ENVIRONMENT_DISABLED',
    'ENVIRONMENT_RETIRED',
    'RECIPE_NOT_FOUND',
    'RECIPE_INCOMPATIBLE',
    'VERSION_NOT_FOUND',
    'VERSION_NOT_VERIFIED',
    'ARTIFACT_NOT_FOUND',
    'NO_PRIOR_SUCCESSFUL_VERSION',
    'ROLLBACK_OF_ROLLBACK',
    'ROLLBACK_NOT_CURRENT',
    'ROLLBACK_IN_PROGRESS',
    'QUOTA_EXCEEDED',
    'CONCURRENCY_LIMIT_REACHED',
    'ENGINE_UNAVAILABLE',
  ],
  cli: 'dxcp rollback <id>',
});
