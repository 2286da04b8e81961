import { route } from '../../route.ts';
import { planeSettings, planeSettingsUpdate } from '../../settings.ts';

export const settingsSetPlane = route({
  operation: 'settings.setPlane',
  method: 'PUT',
  path: '/v1/admin/settings/plane',
  permission: 'admin',
  mutation: true,
  revisioned: true,
  summary: 'Change the mode of the plane',
  body: planeSettingsUpdate,
  status: 200,
  response: planeSettings,
  problems: ['REVISION_CONFLICT', 'NOT_YET_EVERYWHERE'],
  cli: 'dxcp settings set plane <file>',
});
