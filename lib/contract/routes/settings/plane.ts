import { route } from '../../route.ts';
import { planeSettings } from '../../settings.ts';

export const settingsPlane = route({
  operation: 'settings.plane',
  method: 'GET',
  path: '/v1/admin/settings/plane',
  permission: 'admin',
  summary: 'The mode of the plane',
  status: 200,
  response: planeSettings,
  problems: [],
  cli: 'dxcp settings show plane',
});
