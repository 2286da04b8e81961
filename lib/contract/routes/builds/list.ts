import * as z from 'zod';
import { build } from '../../build.ts';
import { pageOf, pageQuery } from '../../list.ts';
import { serviceName } from '../../parameters.ts';
import { route } from '../../route.ts';

export const buildsList = route({
  operation: 'builds.list',
  method: 'GET',
  path: '/v1/builds',
  permission: 'read+ci',
  signedTwin: true,
  summary: 'Registered builds of a service, newest version first; CI publishers see their own',
  query: z.strictObject({ service: serviceName, ...pageQuery }),
  status: 200,
  response: pageOf(build),
  problems: ['NOT_FOUND'],
});
