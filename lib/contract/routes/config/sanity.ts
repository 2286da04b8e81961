import { sanity } from '../../plane.ts';
import { route } from '../../route.ts';

export const configSanity = route({
  operation: 'config.sanity',
  method: 'GET',
  path: '/v1/config/sanity',
  permission: 'any',
  signedTwin: true,
  summary: 'Whether everything the plane needs is there and configured, check by check',
  status: 200,
  response: sanity,
  problems: [],
  cli: 'dxcp config sanity',
});
