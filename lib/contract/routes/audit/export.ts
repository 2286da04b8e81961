import * as z from 'zod';
import { auditType } from '../../audit.ts';
import { linesOf, pageQuery } from '../../list.ts';
import { fromInstant, groupId, idText, toInstant } from '../../parameters.ts';
import { route } from '../../route.ts';
import { auditLine } from '../../seal.ts';

export const auditExport = route({
  operation: 'audit.export',
  method: 'GET',
  path: '/v1/audit/export',
  permission: 'admin',
  summary: 'The audit record with its proofs, a line for each event and seal; all of a time, or what a filter leaves',
  query: z.strictObject({
    from: fromInstant.optional(),
    to: toInstant.optional(),
    deliveryGroupId: groupId.optional(),
    targetId: idText.optional().describe('Id of what it was done to, such as a deployment'),
    actorId: idText.optional().describe('Id of who did it'),
    type: auditType.optional().describe('Only events of this type'),
    ...pageQuery,
  }),
  status: 200,
  response: linesOf(auditLine),
  inLines: true,
  problems: [],
  cli: 'dxcp audit export',
});
