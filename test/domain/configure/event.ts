import type { AuditEvent } from '../../../lib/contract/audit.ts';
import { anAdmin } from '../../usecases/callers.ts';

/** Who changes the configuration in these tests, when and why. */
export const now = '2026-11-21T12:00:00.000Z';
export const reason = 'Because it is time';
export const cause = { actor: anAdmin(), requestId: 'request-1', now, eventId: 'event-1' };

/** What every first revision says, and every second. */
export const first = {
  revision: 1,
  createdAt: now,
  createdBy: 'alice@example.com',
  updatedAt: now,
  updatedBy: 'alice@example.com',
};
export const second = {
  revision: 2,
  createdAt: '2026-11-01T08:00:00.000Z',
  createdBy: 'alice@example.com',
  updatedAt: now,
  updatedBy: 'alice@example.com',
  lastChangeReason: reason,
};

/** The event that such a change leaves. */
export const event = (
  set: Pick<AuditEvent, 'eventType' | 'targetType' | 'targetId' | 'summary'> & Partial<AuditEvent>,
) => ({
  eventId: 'event-1',
  actorId: 'auth0|admin',
  actorRole: 'PLATFORM_ADMIN',
  timestamp: now,
  requestId: 'request-1',
  outcome: 'SUCCESS',
  ...set,
});
