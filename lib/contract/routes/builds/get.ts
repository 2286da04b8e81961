import * as z from 'zod';
import { build } from '../../build.ts';
import { buildVersion, serviceName } from '../../parameters.ts';
import { route } from '../../route.ts';

export const buildsGet = route({
  operation: 'builds.get',
  method: 'GET',
  path: '/v1/services/{service}/builds/{version}',
  permission: 'read+ci',
  signedTwin: true,
  summary: 'One build with its provenance',
  params: z.strictObject({ service: serviceName, version: buildVersion }),
  status: 200,
  response: build,
  problems: ['NOT_FOUND'],
});
