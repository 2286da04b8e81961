import * as z from 'zod';
import { deployment, outcome, state } from '../../deployment.ts';
import { failureCategory } from '../../failure.ts';
import { pageOf, pageQuery } from '../../list.ts';
import { route } from '../../route.ts';
import { instant, slug } from '../../values.ts';

export const deploymentsList = route({
  operation: 'deployments.list',
  method: 'GET',
  path: '/v1/deployments',
  permission: 'read',
  summary: 'Deployments, newest first',
  query: z.strictObject({
    service: slug.optional(),
    environment: slug.optional(),
    deliveryGroupId: slug.optional(),
    state: state.optional(),
    outcome: outcome.optional(),
    failureCategory: failureCategory
      .optional()
      .describe('Failed for this reason; UNKNOWN: for none that is recognized'),
    createdBy: z.string().max(256).optional().describe('Id or email of the person'),
    from: instant.optional(),
    to: instant.optional(),
    ...pageQuery,
  }),
  status: 200,
  response: pageOf(deployment),
  problems: ['DELIVERY_GROUP_SCOPE_REQUIRED'],
  cli: 'dxcp deployments',
});
