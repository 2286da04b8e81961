import { route } from '../../route.ts';
import { uiSettings } from '../../settings.ts';

export const settingsUi = route({
  operation: 'settings.ui',
  method: 'GET',
  path: '/v1/admin/settings/ui',
  permission: 'admin',
  summary: 'What the web UI refreshes and links to',
  status: 200,
  response: uiSettings,
  problems: [],
  cli: 'dxcp settings show ui',
});
