import * as z from 'zod';
import { pageOf, pageQuery } from '../../list.ts';
import { route } from '../../route.ts';
import { service } from '../../service.ts';

export const servicesList = route({
  operation: 'services.list',
  method: 'GET',
  path: '/v1/services',
  permission: 'read',
  summary: 'Services by name',
  query: z.strictObject({ search: z.string().max(64).optional().describe('Name prefix'), ...pageQuery }),
  status: 200,
  response: pageOf(service),
  problems: [],
  cli: 'dxcp services',
});
