import { whoami } from '../../plane.ts';
import { route } from '../../route.ts';

export const identityWhoami = route({
  operation: 'identity.whoami',
  method: 'GET',
  path: '/v1/whoami',
  permission: 'any',
  signedTwin: true,
  summary: 'Who you are to DXCP and what you may do',
  status: 200,
  response: whoami,
  problems: [],
  cli: 'dxcp whoami',
});
