import { rollbackPlan } from '../../admission.ts';
import { deploymentPath } from '../../deployment-path.ts';
import { route } from '../../route.ts';

export const deploymentsRollbackPlan = route({
  operation: 'deployments.rollbackPlan',
  method: 'GET',
  path: '/v1/deployments/{id}/rollback-plan',
  permission: 'read',
  summary: 'What a rollback would do now, with proof; changes nothing',
  params: deploymentPath,
  status: 200,
  response: rollbackPlan,
  problems: ['NOT_FOUND', 'DELIVERY_GROUP_SCOPE_REQUIRED'],
});
