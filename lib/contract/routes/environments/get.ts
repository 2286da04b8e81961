import * as z from 'zod';
import { environment } from '../../environment.ts';
import { environmentName } from '../../parameters.ts';
import { route } from '../../route.ts';

export const environmentsGet = route({
  operation: 'environments.get',
  method: 'GET',
  path: '/v1/environments/{environment}',
  permission: 'read',
  summary: 'One environment',
  params: z.strictObject({ environment: environmentName }),
  status: 200,
  response: environment,
  problems: ['NOT_FOUND'],
  cli: 'dxcp environments show <name>',
});
