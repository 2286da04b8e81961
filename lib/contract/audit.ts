import * as z from 'zod';
import { role } from './actor.ts';
import { instant } from './values.ts';

export const auditTypes = [
  'DEPLOY_SUBMIT',
  'DEPLOY_DENIED',
  'ROLLBACK_SUBMIT',
  'ROLLBACK_DENIED',
  'CANCEL_SUBMIT',
  'CANCEL_DENIED',
  'ADMIN_DENIED',
  'DUPLICATE_EXECUTION_CANCELED',
  'DEPLOYMENT_FINISHED',
  'DEPLOYMENT_RELEASED',
  'BUILD_REGISTERED',
  'BUILD_DENIED',
  'UPLOAD_CAPABILITY_ISSUED',
  'ADMIN_CREATE',
  'ADMIN_UPDATE',
  'ADMIN_DELETE',
  'ADMIN_CONFIG_CHANGE',
  'ACCESS_DENIED',
  'DENIALS_SUMMARY',
] as const;
export const auditType = z.enum(auditTypes);
export type AuditType = z.infer<typeof auditType>;

export const auditEvent = z
  .object({
    eventId: z.string(),
    eventType: auditType,
    actorId: z.string(),
    actorRole: z.union([role, z.literal('SYSTEM'), z.literal('NONE')]),
    targetType: z.string(),
    targetId: z.string(),
    timestamp: instant,
    outcome: z.enum(['SUCCESS', 'DENIED', 'FAILED']),
    summary: z.string(),
    requestId: z.string(),
    code: z.string().optional().describe('The code of the denial'),
    reason: z.string().optional(),
    before: z.record(z.string(), z.unknown()).optional(),
    after: z.record(z.string(), z.unknown()).optional(),
    revision: z
      .int()
      .min(1)
      .optional()
      .describe('Of a change of the configuration: the revision that it made, or that it deleted'),
    deliveryGroupId: z.string().optional(),
    serviceName: z.string().optional(),
    environment: z.string().optional(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof auditEvent>;
