import { auditType } from '../../audit.ts';
import { pageQuery } from '../../list.ts';
import { fromInstant, groupId, idText, toInstant } from '../../parameters.ts';

/** What may be asked of the audit record. */
export const auditQuery = {
  from: fromInstant.optional(),
  to: toInstant.optional(),
  deliveryGroupId: groupId.optional(),
  targetId: idText.optional().describe('Id of what it was done to, such as a deployment'),
  actorId: idText.optional().describe('Id of who did it'),
  type: auditType.optional().describe('Only events of this type'),
  ...pageQuery,
};
