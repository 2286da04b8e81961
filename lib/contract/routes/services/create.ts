import { route } from '../../route.ts';
import { newService, service } from '../../service.ts';

export const servicesCreate = route({
  operation: 'services.create',
  method: 'POST',
  path: '/v1/services',
  permission: 'admin',
  mutation: true,
  summary: 'Add a service',
  body: newService,
  status: 201,
  response: service,
  problems: ['ALREADY_EXISTS'],
  cli: 'dxcp services create <file>',
});
