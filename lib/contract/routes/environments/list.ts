import * as z from 'zod';
import { environment } from '../../environment.ts';
import { pageOf, pageQuery } from '../../list.ts';
import { route } from '../../route.ts';

export const environmentsList = route({
  operation: 'environments.list',
  method: 'GET',
  path: '/v1/environments',
  permission: 'read',
  summary: 'Environments by name',
  query: z.strictObject(pageQuery),
  status: 200,
  response: pageOf(environment),
  problems: [],
  cli: 'dxcp environments',
});
