import * as z from 'zod';
import { environment, environmentUpdate } from '../../environment.ts';
import { environmentName } from '../../parameters.ts';
import { route } from '../../route.ts';

export const environmentsUpdate = route({
  operation: 'environments.update',
  method: 'PUT',
  path: '/v1/environments/{environment}',
  permission: 'admin',
  mutation: true,
  revisioned: true,
  summary: 'Change an environment: what it is called, and whether it is open',
  params: z.strictObject({ environment: environmentName }),
  body: environmentUpdate,
  status: 200,
  response: environment,
  problems: ['NOT_FOUND', 'REVISION_CONFLICT', 'ENVIRONMENT_IN_USE', 'NOT_YET_EVERYWHERE'],
  cli: 'dxcp environments update <file>',
});
