import * as z from 'zod';
import { deliveryGroup } from '../../delivery-group.ts';
import { groupId } from '../../parameters.ts';
import { route } from '../../route.ts';

export const deliveryGroupsGet = route({
  operation: 'deliveryGroups.get',
  method: 'GET',
  path: '/v1/delivery-groups/{groupId}',
  permission: 'read',
  summary: 'One delivery group',
  params: z.strictObject({ groupId }),
  status: 200,
  response: deliveryGroup,
  problems: ['NOT_FOUND'],
  cli: 'dxcp groups show <id>',
});
