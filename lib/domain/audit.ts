import type { Actor } from '../contract/actor.ts';
import type { AuditEvent, AuditType } from '../contract/audit.ts';
import type { Deployment } from '../contract/deployment.ts';

/** Who caused an audited event, and in which request. */
export type Cause = {
  readonly actor: Actor | 'system';
  readonly requestId: string;
  readonly now: string;
  readonly eventId: string;
};

type Subject = Pick<AuditEvent, 'targetType' | 'targetId'> &
  Partial<Pick<AuditEvent, 'deliveryGroupId' | 'serviceName' | 'environment'>>;

type Event = {
  readonly type: AuditType;
  readonly outcome: AuditEvent['outcome'];
  readonly summary: string;
  readonly subject: Subject;
  readonly code?: string;
  readonly reason?: string;
};

export const auditEvent = (cause: Cause, { type, subject, ...event }: Event): AuditEvent => ({
  eventId: cause.eventId,
  eventType: type,
  actorId: cause.actor === 'system' ? 'dxcp' : cause.actor.id,
  actorRole: cause.actor === 'system' ? 'SYSTEM' : (cause.actor.role ?? 'NONE'),
  timestamp: cause.now,
  requestId: cause.requestId,
  ...subject,
  ...event,
});

export const aboutDeployment = (
  record: Pick<Deployment, 'id' | 'deliveryGroupId' | 'service' | 'environment'>,
): Subject => ({
  targetType: 'Deployment',
  targetId: record.id,
  deliveryGroupId: record.deliveryGroupId,
  serviceName: record.service,
  environment: record.environment,
});
