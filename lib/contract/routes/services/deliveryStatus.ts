import * as z from 'zod';
import { environmentName, serviceName } from '../../parameters.ts';
import { route } from '../../route.ts';
import { deliveryStatus } from '../../running.ts';

export const servicesDeliveryStatus = route({
  operation: 'services.deliveryStatus',
  method: 'GET',
  path: '/v1/services/{service}/delivery-status',
  permission: 'read+ci',
  signedTwin: true,
  summary: 'The newest deployment of a service in an environment, and what runs there',
  params: z.strictObject({ service: serviceName }),
  query: z.strictObject({ environment: environmentName }),
  status: 200,
  response: deliveryStatus,
  problems: ['NOT_FOUND'],
  cli: 'dxcp status <service> <environment>',
});
