import * as z from 'zod';
import { deliveryGroup, deliveryGroupUpdate } from '../../delivery-group.ts';
import { groupId } from '../../parameters.ts';
import { route } from '../../route.ts';

export const deliveryGroupsUpdate = route({
  operation: 'deliveryGroups.update',
  method: 'PUT',
  path: '/v1/delivery-groups/{groupId}',
  permission: 'admin',
  mutation: true,
  revisioned: true,
  summary: 'Change a delivery group; what is left out is taken away',
  params: z.strictObject({ groupId }),
  body: deliveryGroupUpdate,
  status: 200,
  response: deliveryGroup,
  problems: ['NOT_FOUND', 'REVISION_CONFLICT', 'SERVICE_ALREADY_ASSIGNED'],
  cli: 'dxcp groups update <file>',
});
