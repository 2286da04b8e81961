import * as z from 'zod';
import { route } from '../../route.ts';

/** Everything no other route answers: 404, or 405 where the path exists with another method. */
export const routesUnknown = route({
  operation: 'routes.unknown',
  method: 'GET',
  path: '$default',
  permission: 'any',
  summary: 'Answers 404 and 405 as problems',
  status: 200,
  response: z.never(),
  problems: ['NOT_FOUND', 'METHOD_NOT_ALLOWED'],
});
