import { describe, expect, test } from 'vitest';
import { decideRelease } from '../../lib/domain/decide-release.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { isGivenUp, isSettled, noteStrays } from '../../lib/domain/strays.ts';
import { iso, plusSeconds } from '../../lib/domain/time.ts';
import { aLane, aRecord, aSuccess, idNumber } from '../builders/records.ts';
import { anAdmin } from '../usecases/callers.ts';
import { finishFacts, frozen, inFlightRecord, NOW, runningAs } from './builders.ts';

const cause = { actor: anAdmin(), requestId: 'request-1', now: iso(NOW), eventId: idNumber(900) };
const asked = { caller: anAdmin(), reason: 'The engine has lost it' };
const stalled = (set: Partial<DeploymentRecord> = {}) => inFlightRecord({ stalled: true, ...set });
const running = runningAs(aSuccess({ id: idNumber(1), version: '1.0.0' }));
const laneOf = ({ id, version }: DeploymentRecord) => aLane({ inFlight: { deploymentId: id, version }, running });

const release = (record: DeploymentRecord, facts: Partial<ReturnType<typeof finishFacts>> = {}) =>
  decideRelease(frozen({ ...finishFacts(record, { lane: laneOf(record), ...facts }), ...asked }), cause);

const released = (record: DeploymentRecord, facts: Partial<ReturnType<typeof finishFacts>> = {}) => {
  const decision = release(record, facts);
  if (!decision.admitted) throw new Error(decision.refusal.message);
  return decision;
};

describe('Releasing a stalled deployment', () => {
  test('ends it as one that took too long, and frees its place, in one change with one event', () => {
    const { record, change } = released(stalled());
    expect(record).toMatchObject({
      state: 'FAILED',
      outcome: 'FAILED',
      abandoned: true,
      finishedAt: iso(NOW),
      failures: [
        {
          category: 'TIMEOUT',
          detail: 'It did not end by its deadline and was given up. The engine may still be at work on it',
          actionHint: 'Deploy the version you want: what runs is certain again once a deployment succeeds.',
        },
      ],
    });
    expect(change.slots).toMatchObject({ kind: 'release', deploymentId: record.id });
    expect(change.audit).toStrictEqual([
      {
        eventId: idNumber(900),
        eventType: 'DEPLOYMENT_RELEASED',
        actorId: 'auth0|admin',
        actorRole: 'PLATFORM_ADMIN',
        timestamp: iso(NOW),
        requestId: 'request-1',
        targetType: 'Deployment',
        targetId: record.id,
        deliveryGroupId: 'demo',
        serviceName: 'demo-service',
        environment: 'sandbox',
        outcome: 'SUCCESS',
        summary: `Release demo-service ${record.version} in sandbox`,
        reason: asked.reason,
      },
    ]);
    expect(change.timeline?.[0]?.entries.map(({ type }) => type)).toEqual([
      'ABANDONED',
      'FAILURE_OBSERVED',
      'OUTCOME_SET',
      'SLOT_RELEASED',
    ]);
    expect(change.timeline?.[0]?.entries[0]).toMatchObject({
      actor: 'alice@example.com',
      summary: 'Given up',
      detail: asked.reason,
    });
  });

  test('gives its place to the rollback that waits for it', () => {
    const waiting = aRecord({ id: idNumber(7), version: '1.0.0', deploymentKind: 'ROLLBACK', rollbackOf: idNumber(3) });
    const record = stalled({ id: idNumber(3) });
    const next = { deploymentId: waiting.id, version: '1.0.0', rollbackOf: record.id };
    const { change } = released(record, { waiting, lane: { ...laneOf(record), waiting: next } });
    expect(change.slots).toMatchObject({ kind: 'handover', from: record.id, to: waiting.id });
    expect(change.lane?.after.inFlight).toEqual(next);
  });

  test('refunds nothing, and makes what runs uncertain, where the engine may know of it', () => {
    const { record, change } = released(stalled());
    expect(change).not.toHaveProperty('quota');
    expect(record.quota.refunded).toBe(false);
    expect(change.lane?.after.running).toEqual({ ...running, uncertain: true });
    const nothingRan = released(stalled(), { lane: aLane({ inFlight: { deploymentId: stalled().id, version: '1' } }) });
    expect(nothingRan.change.lane?.after).not.toHaveProperty('running');
  });

  test('refunds what the engine never heard of, and leaves what runs certain', () => {
    const { record, change } = released(aRecord({ stalled: true }));
    expect(change.quota).toMatchObject({ kind: 'refund' });
    expect(change.lane?.after.running).toEqual(running);
    expect(record.failures[0]).toMatchObject({
      detail: 'It was not handed over by its deadline and was given up. The engine never heard of it',
      actionHint: 'Deploy it again.',
    });
    expect(isSettled(record.handOver)).toBe(true);
  });

  test('is refused for what is not stalled, and for what has ended', () => {
    expect(release(inFlightRecord())).toStrictEqual({
      admitted: false,
      refusal: {
        code: 'NOT_STALLED',
        message: 'The deployment is not stalled: only what is past its deadline without an end is released',
        hint: 'Cancel it, or wait until it has passed its deadline.',
        facts: { state: 'ACTIVE', deadlineAt: inFlightRecord().deadlineAt },
      },
    });
    expect(release(stalled({ state: 'FAILED', outcome: 'FAILED' }))).toStrictEqual({
      admitted: false,
      refusal: {
        code: 'NOT_STALLED',
        message: 'The deployment has already ended: FAILED',
        hint: 'There is nothing left to release: its place was given on when it ended.',
        facts: { state: 'FAILED' },
      },
    });
  });

  test('is told in the name of whoever asked', () => {
    const { email: _email, ...byName } = anAdmin({ name: 'Ada' });
    const { name: _name, ...byId } = byName;
    for (const [caller, actor] of [
      [byName, 'Ada'],
      [byId, byId.id],
    ] as const) {
      const decision = decideRelease({ ...finishFacts(stalled()), ...asked, caller }, cause);
      expect(decision.admitted && decision.change.timeline?.[0]?.entries[0]?.actor).toBe(actor);
    }
  });
});

describe('What the engine has of a released deployment', () => {
  const late = (set: Partial<Parameters<typeof noteStrays>[1]>) => {
    const { record } = released(stalled());
    const news = { at: iso(NOW), found: ['execution-1'], over: new Map(), stoppable: true, ...set };
    return { record, noted: noteStrays(record, news) };
  };

  test('is to be stopped, like one that is too many', () => {
    const { record, noted } = late({});
    expect(record.handOver.strays).toEqual([{ id: 'execution-1' }]);
    expect(isSettled(record.handOver)).toBe(false);
    expect(noted.entries).toEqual([]);
    const second = released(stalled({ handOver: { leases: 1, strays: [{ id: 'second', over: true }] } }));
    expect(second.record.handOver.strays).toEqual([{ id: 'second', over: true }, { id: 'execution-1' }]);
  });

  test('is told on the timeline when it ends after all, and by how much is known of that', () => {
    const ended = late({ over: new Map([['execution-1', 'SUCCEEDED']]) }).noted;
    expect(ended.entries).toEqual([
      {
        type: 'ENGINE_WARNING',
        at: iso(NOW),
        summary: 'The work ended after it was given up: SUCCEEDED',
        detail: 'This deployment stays as it is; what runs is certain again once another one succeeds',
      },
    ]);
    expect(isSettled(ended.handOver)).toBe(true);
    const unknown = late({ over: new Map([['execution-1', undefined]]) }).noted;
    expect(unknown.entries[0]?.summary).toContain('does not tell whether it has');
    const never = late({ givenUp: new Set(['execution-1']) }).noted;
    expect(never.entries[0]?.summary).toBe('The end of the work is not waited for any more');
  });

  test('is waited for a day from the release, however long ago it was asked for', () => {
    const { record } = released(stalled({ handOver: { leases: 1, lastRequestAt: '2026-11-01T10:00:00.000Z' } }));
    expect(isGivenUp(record, plusSeconds(NOW, 86_400))).toBe(false);
    expect(isGivenUp(record, plusSeconds(NOW, 86_401))).toBe(true);
  });
});
