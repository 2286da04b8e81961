import * as z from 'zod';
import { currentRunning } from '../../deployment.ts';
import { environmentName, serviceName } from '../../parameters.ts';
import { route } from '../../route.ts';
import { slug } from '../../values.ts';

export const servicesRunning = route({
  operation: 'services.running',
  method: 'GET',
  path: '/v1/services/{service}/running',
  permission: 'read+ci',
  summary: 'What the records say runs; null when nothing ever succeeded',
  params: z.strictObject({ service: serviceName }),
  query: z.strictObject({ environment: environmentName }),
  status: 200,
  response: z.object({ service: slug, environment: slug, running: currentRunning.nullable() }),
  problems: ['NOT_FOUND'],
});
