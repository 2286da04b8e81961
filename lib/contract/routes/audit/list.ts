import * as z from 'zod';
import { auditEvent } from '../../audit.ts';
import { pageOf } from '../../list.ts';
import { route } from '../../route.ts';
import { auditQuery } from './query.ts';

export const auditList = route({
  operation: 'audit.list',
  method: 'GET',
  path: '/v1/audit/events',
  permission: 'admin',
  summary: 'Who did what, newest first',
  query: z.strictObject(auditQuery),
  status: 200,
  response: pageOf(auditEvent),
  problems: [],
  cli: 'dxcp audit list',
});
