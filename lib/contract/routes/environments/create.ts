import { environment, newEnvironment } from '../../environment.ts';
import { route } from '../../route.ts';

export const environmentsCreate = route({
  operation: 'environments.create',
  method: 'POST',
  path: '/v1/environments',
  permission: 'admin',
  mutation: true,
  summary: 'Add an environment',
  body: newEnvironment,
  status: 201,
  response: environment,
  problems: ['ALREADY_EXISTS'],
  cli: 'dxcp environments create <file>',
});
