import { route } from '../../route.ts';
import { rateLimits, rateLimitsUpdate } from '../../settings.ts';

export const settingsSetRateLimits = route({
  operation: 'settings.setRateLimits',
  method: 'PUT',
  path: '/v1/admin/settings/rate-limits',
  permission: 'admin',
  mutation: true,
  revisioned: true,
  summary: 'Change how many requests a minute a caller may make',
  body: rateLimitsUpdate,
  status: 200,
  response: rateLimits,
  problems: ['REVISION_CONFLICT'],
  cli: 'dxcp settings set rate-limits <file>',
});
