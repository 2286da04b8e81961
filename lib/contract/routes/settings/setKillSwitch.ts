import { route } from '../../route.ts';
import { killSwitchState, killSwitchUpdate } from '../../settings.ts';

export const settingsSetKillSwitch = route({
  operation: 'settings.setKillSwitch',
  method: 'PUT',
  path: '/v1/admin/settings/kill-switch',
  permission: 'admin',
  mutation: true,
  revisioned: true,
  exemptFromKillSwitch: true,
  summary: 'Switch all changes off or on; off holds everywhere once this has answered',
  body: killSwitchUpdate,
  status: 200,
  response: killSwitchState,
  problems: ['REVISION_CONFLICT', 'NOT_YET_EVERYWHERE'],
  cli: 'dxcp kill-switch on',
});
