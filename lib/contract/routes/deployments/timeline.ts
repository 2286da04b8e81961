import * as z from 'zod';
import { deploymentPath } from '../../deployment-path.ts';
import { route } from '../../route.ts';
import { timelineEvent } from '../../timeline.ts';

export const deploymentsTimeline = route({
  operation: 'deployments.timeline',
  method: 'GET',
  path: '/v1/deployments/{id}/timeline',
  permission: 'read',
  summary: 'What happened, in order',
  params: deploymentPath,
  status: 200,
  response: z.object({ items: z.array(timelineEvent) }).meta({ id: 'Timeline' }),
  problems: ['NOT_FOUND', 'DELIVERY_GROUP_SCOPE_REQUIRED'],
});
