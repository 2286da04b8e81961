import * as z from 'zod';
import { environment } from '../../environment.ts';
import { route } from '../../route.ts';
import { slug } from '../../values.ts';

export const environmentsGet = route({
  operation: 'environments.get',
  method: 'GET',
  path: '/v1/environments/{environment}',
  permission: 'read',
  summary: 'One environment',
  params: z.strictObject({ environment: slug }),
  status: 200,
  response: environment,
  problems: ['NOT_FOUND'],
});
