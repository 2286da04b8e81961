import * as z from 'zod';
import { deliveryGroup } from '../../delivery-group.ts';
import { pageOf, pageQuery } from '../../list.ts';
import { route } from '../../route.ts';

export const deliveryGroupsList = route({
  operation: 'deliveryGroups.list',
  method: 'GET',
  path: '/v1/delivery-groups',
  permission: 'read',
  summary: 'Delivery groups with their guardrails',
  query: z.strictObject(pageQuery),
  status: 200,
  response: pageOf(deliveryGroup),
  problems: [],
  cli: 'dxcp groups',
});
