import { route } from '../../route.ts';
import { ciPublishers, ciPublishersUpdate } from '../../settings.ts';

export const settingsSetCiPublishers = route({
  operation: 'settings.setCiPublishers',
  method: 'PUT',
  path: '/v1/admin/settings/ci-publishers',
  permission: 'admin',
  mutation: true,
  revisioned: true,
  summary: 'Change who may publish builds; nobody who is not listed',
  body: ciPublishersUpdate,
  status: 200,
  response: ciPublishers,
  problems: ['REVISION_CONFLICT'],
  cli: 'dxcp settings set ci-publishers <file>',
});
