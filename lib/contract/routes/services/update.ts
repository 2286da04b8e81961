import * as z from 'zod';
import { serviceName } from '../../parameters.ts';
import { route } from '../../route.ts';
import { service, serviceUpdate } from '../../service.ts';

export const servicesUpdate = route({
  operation: 'services.update',
  method: 'PUT',
  path: '/v1/services/{service}',
  permission: 'admin',
  mutation: true,
  revisioned: true,
  summary: 'Change a service',
  params: z.strictObject({ service: serviceName }),
  body: serviceUpdate,
  status: 200,
  response: service,
  problems: ['NOT_FOUND', 'REVISION_CONFLICT'],
  cli: 'dxcp services update <file>',
});
