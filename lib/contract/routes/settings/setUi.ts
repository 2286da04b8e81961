import { route } from '../../route.ts';
import { uiSettings, uiSettingsUpdate } from '../../settings.ts';

export const settingsSetUi = route({
  operation: 'settings.setUi',
  method: 'PUT',
  path: '/v1/admin/settings/ui',
  permission: 'admin',
  mutation: true,
  revisioned: true,
  summary: 'Change what the web UI refreshes and links to',
  body: uiSettingsUpdate,
  status: 200,
  response: uiSettings,
  problems: ['REVISION_CONFLICT'],
  cli: 'dxcp settings set ui <file>',
});
