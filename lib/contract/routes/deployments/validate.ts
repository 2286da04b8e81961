import { validation } from '../../admission.ts';
import { deploymentIntent } from '../../deployment.ts';
import { route } from '../../route.ts';

export const deploymentsValidate = route({
  operation: 'deployments.validate',
  method: 'POST',
  path: '/v1/deployments/validate',
  permission: 'deploy',
  summary: 'The decision a deployment would get now, with every check; writes nothing',
  body: deploymentIntent,
  status: 200,
  response: validation,
  problems: [],
  cli: 'dxcp validate <service> <version> <environment>',
});
