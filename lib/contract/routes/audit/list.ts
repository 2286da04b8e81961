import * as z from 'zod';
import { auditEvent, auditType } from '../../audit.ts';
import { pageOf, pageQuery } from '../../list.ts';
import { fromInstant, groupId, idText, toInstant } from '../../parameters.ts';
import { route } from '../../route.ts';

export const auditList = route({
  operation: 'audit.list',
  method: 'GET',
  path: '/v1/audit/events',
  permission: 'admin',
  summary: 'Who did what, newest first',
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
  response: pageOf(auditEvent),
  problems: [],
  cli: 'dxcp audit list',
});
