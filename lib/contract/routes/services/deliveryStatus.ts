import * as z from 'zod';
import { route } from '../../route.ts';
import { deliveryStatus } from '../../running.ts';
import { slug } from '../../values.ts';

export const servicesDeliveryStatus = route({
  operation: 'services.deliveryStatus',
  method: 'GET',
  path: '/v1/services/{service}/delivery-status',
  permission: 'read+ci',
  signedTwin: true,
  summary: 'The newest deployment of a service in an environment, and what runs there',
  params: z.strictObject({ service: slug }),
  query: z.strictObject({ environment: slug }),
  status: 200,
  response: deliveryStatus,
  problems: ['NOT_FOUND'],
  cli: 'dxcp status <service> <environment>',
});
