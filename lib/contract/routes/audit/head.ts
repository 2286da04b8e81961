import * as z from 'zod';
import { route } from '../../route.ts';
import { sealedHead } from '../../seal.ts';

export const auditHead = route({
  operation: 'audit.head',
  method: 'GET',
  path: '/v1/audit/head',
  permission: 'admin',
  summary: 'The newest seal of the audit record, and the public key that verifies it',
  status: 200,
  response: z.object({ newest: sealedHead.nullable().describe('null before anything was sealed') }),
  problems: [],
  cli: 'dxcp audit head',
});
