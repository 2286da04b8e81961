import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../../lib/contract/audit.ts';
import type { AuditQuery } from '../../../lib/ports/store.ts';
import { planeSettings } from '../../builders/config.ts';
import { anAuditEvent, idNumber } from '../../builders/records.ts';
import { type OpenWorld, useWorld, walkThrough } from './world.ts';

export const describeAuditLists = (open: OpenWorld): void => {
  describe('the audit log', () => {
    const world = useWorld(open);
    const walk = async (query: AuditQuery, limit = 7) =>
      (await walkThrough((page) => world().store.listAudit({ ...query, ...page }), limit)).items;
    const fill = async (events: readonly AuditEvent[]) => {
      await world().configure({ settings: planeSettings({ createdAt: '2026-08-15T00:00:00.000Z' }) });
      await Promise.all(events.map((event) => world().store.commit({ audit: [event] })));
    };

    test('is listed newest first: all of it, and by group, target, actor, type and period', async () => {
      const events = Array.from({ length: 40 }, (_, index) => {
        const { deliveryGroupId: _group, ...event } = anAuditEvent({
          eventId: idNumber(index),
          timestamp: new Date(Date.parse('2026-11-21T10:00:00.000Z') - index * 2 * 86_400_000).toISOString(),
          targetId: `target#${index % 3}`,
          actorId: index % 2 === 0 ? 'arn:aws:sts::1:assumed-role/ci/a#b' : 'user',
          eventType: index % 5 === 0 ? 'ADMIN_UPDATE' : 'DEPLOY_SUBMIT',
        });
        return index % 4 === 0 ? event : { ...event, deliveryGroupId: `group-${index % 4}` };
      });
      await fill(events);
      const fits: Record<string, (event: AuditEvent) => boolean> = {
        '{}': () => true,
        '{"deliveryGroupId":"group-1"}': (event) => event.deliveryGroupId === 'group-1',
        '{"targetId":"target#2"}': (event) => event.targetId === 'target#2',
        '{"actorId":"user"}': (event) => event.actorId === 'user',
        '{"type":"ADMIN_UPDATE"}': (event) => event.eventType === 'ADMIN_UPDATE',
        '{"actorId":"user","type":"ADMIN_UPDATE","targetId":"target#2"}': (event) =>
          event.actorId === 'user' && event.eventType === 'ADMIN_UPDATE' && event.targetId === 'target#2',
        '{"from":"2026-10-01T00:00:00Z","to":"2026-11-01T00:00:00Z"}': (event) => event.timestamp.startsWith('2026-10'),
      };
      for (const [query, fit] of Object.entries(fits)) {
        expect(await walk(JSON.parse(query)), query).toEqual(events.filter(fit));
      }
    });

    test('takes an event once and never lets it be rewritten', async () => {
      const { store } = world();
      await fill([anAuditEvent()]);
      await expect(store.commit({ audit: [anAuditEvent({ summary: 'Something else' })] })).rejects.toThrow();
      expect(await walk({})).toEqual([anAuditEvent()]);
    });

    test('keeps what an event says it changed', async () => {
      const before = { owners: ['a'], guardrails: { maxConcurrentDeployments: 1 } };
      const event = anAuditEvent({ eventType: 'ADMIN_UPDATE', before, after: { owners: [] }, reason: 'Reorganised' });
      await fill([event]);
      expect(await walk({})).toEqual([event]);
    });
  });
};
