import { describe, expect, test } from 'vitest';
import {
  aBuild,
  aLane,
  anAuditEvent,
  aRecord,
  aSuccess,
  idNumber,
  nextOf,
  timelineFrom,
} from '../../builders/records.ts';
import { type OpenWorld, useWorld } from './world.ts';

export const describeRecords = (open: OpenWorld): void => {
  describe('writing records', () => {
    const world = useWorld(open);

    test('creates a deployment once', async () => {
      const { store } = world();
      expect(await store.commit({ create: aRecord() })).toEqual({ ok: true });
      expect(await store.commit({ create: aRecord({ version: '2.0.0' }) })).toEqual({
        ok: false,
        lost: ['deployment'],
      });
      expect((await store.read({ deployment: idNumber(1) })).deployment).toEqual(aRecord());
    });

    test('updates a deployment only from the version that was read', async () => {
      const { store } = world();
      const first = aRecord();
      await store.commit({ create: first });
      const second = nextOf(first, { state: 'ACTIVE', executionId: 'e-1' });
      expect(await store.commit({ updates: [{ before: first, after: second }] })).toEqual({ ok: true });
      const stale = nextOf(first, { state: 'CANCELED' });
      expect(await store.commit({ updates: [{ before: first, after: stale }] })).toEqual({
        ok: false,
        lost: ['deployment'],
      });
      expect((await store.read({ deployment: first.id })).deployment).toEqual(second);
    });

    test('never changes a terminal state, even for someone who read it wrongly', async () => {
      const { store } = world();
      const ended = aSuccess();
      await store.commit({ create: ended });
      const reopened = { before: { ...ended, state: 'ACTIVE' as const }, after: nextOf(ended, { state: 'FAILED' }) };
      expect(await store.commit({ updates: [reopened] })).toEqual({ ok: false, lost: ['deployment'] });
      const superseded = nextOf(ended, { outcome: 'SUPERSEDED', supersededBy: idNumber(2) });
      expect(await store.commit({ updates: [{ before: ended, after: superseded }] })).toEqual({ ok: true });
    });

    test('writes all of a change or nothing', async () => {
      const { store } = world();
      await store.commit({ lane: { before: undefined, after: aLane({ laneVersion: 5 }) } });
      const refused = await store.commit({
        create: aRecord(),
        lane: { before: aLane({ laneVersion: 4 }), after: aLane({ laneVersion: 5 }) },
        timeline: [{ deploymentId: idNumber(1), entries: timelineFrom(1, ['INTENT_SUBMITTED']) }],
        audit: [anAuditEvent()],
        build: aBuild(),
      });
      expect(refused).toEqual({ ok: false, lost: ['lane'] });
      expect(await store.readTimeline(idNumber(1))).toEqual([]);
      expect((await store.listAudit({ limit: 10 })).items).toEqual([]);
      const build = { service: 'demo-service', version: '1.0.0' };
      expect(await store.read({ deployment: idNumber(1), build })).toEqual({ deployment: undefined, build: undefined });
    });

    test('names every condition that was lost', async () => {
      const { store } = world();
      await store.commit({ create: aRecord(), build: aBuild(), lane: { before: undefined, after: aLane() } });
      const refused = await store.commit({
        create: aRecord(),
        build: aBuild(),
        lane: { before: undefined, after: aLane() },
        breaker: {
          before: { state: 'open', since: 'x', failures: 3 },
          after: { state: 'closed', since: 'y', failures: 0 },
        },
      });
      expect(refused.ok).toBe(false);
      expect([...('lost' in refused ? refused.lost : [])].sort()).toEqual(['breaker', 'build', 'deployment', 'lane']);
    });

    test('registers a version of a service once', async () => {
      const { store } = world();
      expect(await store.commit({ build: aBuild() })).toEqual({ ok: true });
      expect(await store.commit({ build: aBuild({ sha256: 'b'.repeat(64) }) })).toEqual({ ok: false, lost: ['build'] });
      expect(await store.commit({ build: aBuild({ version: '1.0.1' }) })).toEqual({ ok: true });
    });

    test('moves the breaker only from what was read', async () => {
      const { store } = world();
      const one = { state: 'closed' as const, since: '2026-11-21T10:00:00.000Z', failures: 1 };
      const two = { ...one, failures: 2 };
      expect(await store.commit({ breaker: { before: undefined, after: one } })).toEqual({ ok: true });
      expect(await store.commit({ breaker: { before: undefined, after: two } })).toEqual({
        ok: false,
        lost: ['breaker'],
      });
      expect(await store.commit({ breaker: { before: one, after: two } })).toEqual({ ok: true });
      expect(await store.commit({ breaker: { before: one, after: two } })).toEqual({ ok: false, lost: ['breaker'] });
      expect((await store.read({ breaker: 'plane' })).breaker).toEqual(two);
    });

    test('gives the turn to watch to one at a time', async () => {
      const { store } = world();
      const one = { revision: 1, holder: 'a', until: '2026-11-21T12:00:30.000Z' };
      const two = { revision: 2, lookedAt: '2026-11-21T12:00:30.000Z' };
      expect(await store.commit({ watch: { before: undefined, after: one } })).toEqual({ ok: true });
      expect(await store.commit({ watch: { before: undefined, after: two } })).toEqual({ ok: false, lost: ['watch'] });
      expect(await store.commit({ watch: { before: one, after: two } })).toEqual({ ok: true });
      expect(await store.commit({ watch: { before: one, after: two } })).toEqual({ ok: false, lost: ['watch'] });
      expect((await store.read({ watch: 'plane' })).watch).toEqual(two);
    });

    test('keeps what was heard in order, also two hints of one instant, and reads on from an instant', async () => {
      const { store } = world();
      const hint = (seconds: number, number: number, token = `token-${number}`) => ({
        at: `2026-11-21T12:00:0${seconds}.000Z`,
        deploymentId: idNumber(number),
        token,
      });
      const hints = [hint(1, 2), hint(2, 1), hint(2, 1, 'token-x'), hint(3, 3)];
      for (const each of [...hints].reverse()) await store.commit({ hint: each });
      expect(await store.readHints('2026-11-21T12:00:00.000Z')).toEqual(hints);
      expect(await store.readHints('2026-11-21T12:00:02.000Z')).toEqual(hints.slice(1));
      expect(await store.readHints('2026-11-21T12:00:04.000Z')).toEqual([]);
    });

    test('updates two deployments in one change', async () => {
      const { store } = world();
      const original = aSuccess();
      const rollback = aRecord({ id: idNumber(2), deploymentKind: 'ROLLBACK', rollbackOf: original.id });
      await store.commit({ create: original });
      await store.commit({ create: rollback });
      const undone = nextOf(original, { outcome: 'ROLLED_BACK', rolledBackBy: rollback.id });
      const done = nextOf(rollback, { state: 'SUCCEEDED', outcome: 'SUCCEEDED' });
      const updates = [
        { before: rollback, after: done },
        { before: original, after: undone },
      ];
      expect(await store.commit({ updates })).toEqual({ ok: true });
      expect(await store.readDeployments([original.id, rollback.id])).toEqual([undone, done]);
    });
  });

  describe('the timeline of a deployment', () => {
    const world = useWorld(open);

    test('is read by sequence, across commits', async () => {
      const { store } = world();
      const deploymentId = idNumber(1);
      const parts = [timelineFrom(1, ['INTENT_SUBMITTED', 'POLICY_PASSED']), timelineFrom(3, ['ENGINE_REQUESTED'])];
      for (let first = 4; first <= 12; first += 1) parts.push(timelineFrom(first, ['ENGINE_PROGRESS']));
      for (const entries of parts) await store.commit({ timeline: [{ deploymentId, entries }] });
      const events = await store.readTimeline(deploymentId);
      expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(await store.readTimeline(idNumber(2))).toEqual([]);
    });

    test('is only ever appended to', async () => {
      const { store } = world();
      const timeline = [{ deploymentId: idNumber(1), entries: timelineFrom(1, ['INTENT_SUBMITTED']) }];
      await store.commit({ timeline });
      const again = [{ deploymentId: idNumber(1), entries: timelineFrom(1, ['POLICY_PASSED']) }];
      expect(await store.commit({ timeline: again })).toEqual({ ok: false, lost: ['deployment'] });
      expect(await store.readTimeline(idNumber(1))).toEqual(timeline[0]?.entries);
    });
  });
};
