import { route } from '../../route.ts';
import { killSwitchState } from '../../settings.ts';

export const settingsKillSwitch = route({
  operation: 'settings.killSwitch',
  method: 'GET',
  path: '/v1/admin/settings/kill-switch',
  permission: 'admin',
  summary: 'Whether changes are switched off, since when and why',
  status: 200,
  response: killSwitchState,
  problems: [],
  cli: 'dxcp kill-switch',
});
