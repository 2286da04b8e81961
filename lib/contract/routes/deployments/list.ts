import * as z from 'zod';
import { deployment, outcome, state } from '../../deployment.ts';
import { failureCategory } from '../../failure.ts';
import { pageOf, pageQuery } from '../../list.ts';
import { environmentName, fromInstant, groupId, idText, serviceName, toInstant } from '../../parameters.ts';
import { route } from '../../route.ts';

export const deploymentsList = route({
  operation: 'deployments.list',
  method: 'GET',
  path: '/v1/deployments',
  permission: 'read',
  summary: 'Deployments, newest first',
  query: z.strictObject({
    service: serviceName.optional(),
    environment: environmentName.optional(),
    deliveryGroupId: groupId.optional(),
    state: state.optional().describe('Only in this state'),
    outcome: outcome.optional().describe('Only with this outcome; what is in flight has none'),
    failureCategory: failureCategory
      .optional()
      .describe('Failed for this reason; UNKNOWN: for none that is recognized'),
    createdBy: idText.optional().describe('Id or email of the person'),
    from: fromInstant.optional(),
    to: toInstant.optional(),
    ...pageQuery,
  }),
  status: 200,
  response: pageOf(deployment),
  problems: ['DELIVERY_GROUP_SCOPE_REQUIRED'],
  cli: 'dxcp deployments',
});
