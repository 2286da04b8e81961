import { route } from '../../route.ts';
import { rateLimits } from '../../settings.ts';

export const settingsRateLimits = route({
  operation: 'settings.rateLimits',
  method: 'GET',
  path: '/v1/admin/settings/rate-limits',
  permission: 'admin',
  summary: 'How many requests a minute a caller may make',
  status: 200,
  response: rateLimits,
  problems: [],
  cli: 'dxcp settings show rate-limits',
});
