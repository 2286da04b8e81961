import * as z from 'zod';
import { build } from '../../build.ts';
import { route } from '../../route.ts';
import { slug, version } from '../../values.ts';

export const buildsGet = route({
  operation: 'builds.get',
  method: 'GET',
  path: '/v1/services/{service}/builds/{version}',
  permission: 'read+ci',
  signedTwin: true,
  summary: 'One build with its provenance',
  params: z.strictObject({ service: slug, version }),
  status: 200,
  response: build,
  problems: ['NOT_FOUND'],
});
