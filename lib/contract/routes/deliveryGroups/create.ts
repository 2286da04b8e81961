import { deliveryGroup, newDeliveryGroup } from '../../delivery-group.ts';
import { route } from '../../route.ts';

export const deliveryGroupsCreate = route({
  operation: 'deliveryGroups.create',
  method: 'POST',
  path: '/v1/delivery-groups',
  permission: 'admin',
  mutation: true,
  summary: 'Add a delivery group: who may deploy what, where, how often',
  body: newDeliveryGroup,
  status: 201,
  response: deliveryGroup,
  problems: ['ALREADY_EXISTS', 'SERVICE_ALREADY_ASSIGNED'],
  cli: 'dxcp groups create <file>',
});
