import { route } from '../../route.ts';
import { ciPublishers } from '../../settings.ts';

export const settingsCiPublishers = route({
  operation: 'settings.ciPublishers',
  method: 'GET',
  path: '/v1/admin/settings/ci-publishers',
  permission: 'admin',
  summary: 'Who may publish builds',
  status: 200,
  response: ciPublishers,
  problems: [],
  cli: 'dxcp settings show ci-publishers',
});
