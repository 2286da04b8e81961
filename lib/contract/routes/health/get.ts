import { health } from '../../plane.ts';
import { route } from '../../route.ts';

export const healthGet = route({
  operation: 'health.get',
  method: 'GET',
  path: '/v1/health',
  permission: 'public',
  summary: 'Whether the plane answers',
  status: 200,
  response: health,
  problems: [],
});
