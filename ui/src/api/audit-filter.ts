import type { AuditType } from '../../../lib/contract/audit.ts';

/** Which events of the audit are asked for; instants in ISO 8601. */
export type AuditFilter = {
  readonly type?: AuditType | undefined;
  readonly actorId?: string | undefined;
  readonly targetId?: string | undefined;
  readonly deliveryGroupId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};
