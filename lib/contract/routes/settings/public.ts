import { publicSettings } from '../../plane.ts';
import { route } from '../../route.ts';

export const settingsPublic = route({
  operation: 'settings.public',
  method: 'GET',
  path: '/v1/settings/public',
  permission: 'any',
  summary: 'The settings every client may know',
  status: 200,
  response: publicSettings,
  problems: [],
});
