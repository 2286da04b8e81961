import * as z from 'zod';
import { environment } from '../../environment.ts';
import { environmentName } from '../../parameters.ts';
import { route } from '../../route.ts';
import { changeReason } from '../../values.ts';

export const environmentsDelete = route({
  operation: 'environments.delete',
  method: 'DELETE',
  path: '/v1/environments/{environment}',
  permission: 'admin',
  mutation: true,
  revisioned: true,
  summary: 'Delete an environment that no delivery group is bound to',
  params: z.strictObject({ environment: environmentName }),
  query: z.strictObject({
    revision: z.coerce.number().int().min(1).describe('The revision that you have seen, unless `If-Match` says it'),
    reason: changeReason,
  }),
  status: 200,
  response: environment,
  problems: ['NOT_FOUND', 'REVISION_CONFLICT', 'ENVIRONMENT_IN_USE'],
  cli: 'dxcp environments delete <name>',
});
