import * as z from 'zod';
import { pageOf, pageQuery } from '../../list.ts';
import { environmentName, groupId } from '../../parameters.ts';
import { route } from '../../route.ts';
import { place } from '../../running.ts';

export const runningList = route({
  operation: 'running.list',
  method: 'GET',
  path: '/v1/running',
  permission: 'read',
  summary: 'What runs where: one entry per service and environment, by service name',
  query: z.strictObject({
    environment: environmentName.optional(),
    deliveryGroupId: groupId.optional(),
    search: z.string().max(64).optional().describe('Service name prefix'),
    ...pageQuery,
  }),
  status: 200,
  response: pageOf(place),
  problems: [],
});
