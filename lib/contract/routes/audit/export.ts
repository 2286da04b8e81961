import * as z from 'zod';
import { linesOf } from '../../list.ts';
import { route } from '../../route.ts';
import { auditLine } from '../../seal.ts';
import { auditQuery } from './query.ts';

export const auditExport = route({
  operation: 'audit.export',
  method: 'GET',
  path: '/v1/audit/export',
  permission: 'admin',
  summary: 'The audit record with its proofs, a line for each event and seal; all of a time, or what a filter leaves',
  query: z.strictObject(auditQuery),
  status: 200,
  response: linesOf(auditLine),
  inLines: true,
  problems: [],
  cli: 'dxcp audit export',
});
