import type { ProblemCode } from '../../codes.ts';
import { deployment, deploymentIntent } from '../../deployment.ts';
import { route } from '../../route.ts';

/** Every refusal an admission can meet, in rule order. */
export const admissionProblems = [
  'SERVICE_NOT_ALLOWLISTED',
  'SERVICE_NOT_IN_DELIVERY_GROUP',
  'DELIVERY_GROUP_SCOPE_REQUIRED',
  'ENVIRONMENT_NOT_ALLOWED',
  'ENVIRONMENT_DISABLED',
  'ENVIRONMENT_RETIRED',
  'RECIPE_ID_REQUIRED',
  'RECIPE_NOT_FOUND',
  'RECIPE_DEPRECATED',
  'RECIPE_NOT_ALLOWED',
  'RECIPE_INCOMPATIBLE',
  'INVALID_VERSION',
  'VERSION_NOT_FOUND',
  'VERSION_NOT_VERIFIED',
  'ARTIFACT_NOT_FOUND',
  'QUOTA_EXCEEDED',
  'CONCURRENCY_LIMIT_REACHED',
  'ENGINE_UNAVAILABLE',
] as const satisfies readonly ProblemCode[];

export const deploymentsCreate = route({
  operation: 'deployments.create',
  method: 'POST',
  path: '/v1/deployments',
  permission: 'deploy',
  mutation: true,
  summary: 'Deploy a version of a service to an environment',
  body: deploymentIntent,
  status: 201,
  response: deployment,
  problems: admissionProblems,
  cli: 'dxcp deploy <service> <version> <environment>',
});
