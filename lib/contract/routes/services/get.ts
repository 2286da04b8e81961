import * as z from 'zod';
import { serviceName } from '../../parameters.ts';
import { route } from '../../route.ts';
import { service } from '../../service.ts';

export const servicesGet = route({
  operation: 'services.get',
  method: 'GET',
  path: '/v1/services/{service}',
  permission: 'read',
  summary: 'One service',
  params: z.strictObject({ service: serviceName }),
  status: 200,
  response: service,
  problems: ['NOT_FOUND'],
  cli: 'dxcp services show <name>',
});
