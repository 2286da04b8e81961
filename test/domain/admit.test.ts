import { describe, expect, test } from 'vitest';
import { type Admission, admit, attemptOf } from '../../lib/domain/admit.ts';
import type { AdmissionFacts } from '../../lib/domain/facts.ts';
import { aDeliveryGroup, aMapping, anEnvironment, aRecipe } from '../builders/config.ts';
import { aBuild, aLane, aRecord, aSuccess, idNumber } from '../builders/records.ts';
import { anOwner } from '../usecases/callers.ts';
import { admissionFacts, mint, runningAs, slotsOf } from './builders.ts';

const group = aDeliveryGroup({
  guardrails: { maxConcurrentDeployments: 3, dailyDeployQuota: 20, dailyRollbackQuota: 6 },
  revision: 4,
});

const admitted = (set: Partial<AdmissionFacts> = {}, admission: Partial<Admission> = {}) =>
  admit(admissionFacts({ group, used: { deploys: 7, rollbacks: 2 }, ...set }), mint, {
    group,
    recipe: aRecipe({ revision: 5, deadlineMinutes: 30 }),
    mapping: aMapping(),
    build: aBuild(),
    kind: 'ROLL_FORWARD',
    ...admission,
  });

const takeOver: Partial<Admission> = { kind: 'ROLLBACK', rollbackOf: idNumber(5), waitsFor: idNumber(5) };

describe('The record of an admission', () => {
  test('says who wants what, by which recipe, until when', () => {
    expect(admitted().record).toEqual({
      id: mint.deploymentId,
      service: 'demo-service',
      environment: 'sandbox',
      version: '1.0.0',
      deliveryGroupId: 'demo',
      recipeId: 'default',
      recipeRevision: 5,
      behaviorSummary: aRecipe().behaviorSummary,
      state: 'PENDING',
      deploymentKind: 'ROLL_FORWARD',
      outcome: null,
      changeSummary: 'Faster checkout',
      createdAt: '2026-11-21T12:00:00.000Z',
      updatedAt: '2026-11-21T12:00:00.000Z',
      createdBy: { id: 'auth0|owner', email: 'owner@example.com', role: 'DELIVERY_OWNER' },
      failures: [],
      policySnapshot: {
        limits: group.guardrails,
        used: { activeDeployments: 0, dailyDeploys: 7, dailyRollbacks: 2 },
        groupRevision: 4,
        guardRevision: 3,
        mode: 'standard',
      },
      recordVersion: 1,
      timelineSequence: 4,
      quota: { day: '2026-11-21', kind: 'deploy', refunded: false },
      order: {
        engineType: 'scripted',
        application: 'demo',
        definition: 'deploy',
        steps: ['Prepare', 'Roll out', 'Verify'],
        artifactRef: aBuild().artifactRef,
      },
      handOver: { leases: 0 },
      deadlineAt: '2026-11-21T12:30:00.000Z',
    });
  });

  test('of a rollback names what it undoes and where it leads', () => {
    const { record } = admitted({}, { kind: 'ROLLBACK', rollbackOf: idNumber(5) });
    expect(record).toMatchObject({
      deploymentKind: 'ROLLBACK',
      rollbackOf: idNumber(5),
      quota: { kind: 'rollback' },
      order: { definition: 'rollback', targetVersion: '1.0.0' },
    });
    expect(record).not.toHaveProperty('waitsFor');
    expect(admitted({}, takeOver).record.waitsFor).toBe(idNumber(5));
  });

  test('has no email where the caller has none', () => {
    const { email: _email, ...nameless } = anOwner();
    expect(admitted({ caller: nameless }).record.createdBy).toEqual({ id: 'auth0|owner', role: 'DELIVERY_OWNER' });
  });

  test('holds the steps of its way, forward or back', () => {
    const recipe = aRecipe({ rollbackSteps: ['Switch back'] });
    expect(admitted({}, { recipe }).record.order.steps).toEqual(recipe.steps);
    expect(admitted({}, { ...takeOver, recipe }).record.order.steps).toEqual(['Switch back']);
    expect(admitted({}, takeOver).record.order.steps).toEqual([]);
  });

  test('is in the name of one who only looks, where the caller has no role', () => {
    const { role: _role, ...roleless } = anOwner();
    expect(admitted({ caller: roleless }).record.createdBy.role).toBe('OBSERVER');
  });

  test('counts what was in flight when it was decided', () => {
    const { record } = admitted({ slots: slotsOf('a', 'b') });
    expect(record.policySnapshot.used.activeDeployments).toBe(2);
  });
});

describe('The change of an admission', () => {
  test('claims quota and place up to their limits, on the guard and the lane that were read', () => {
    const lane = aLane({ laneVersion: 8 });
    const { record, change } = admitted({ lane });
    const place = { deliveryGroupId: 'demo', environment: 'sandbox' };
    expect(change).toMatchObject({
      create: record,
      guard: { deliveryGroupId: 'demo', revision: 3 },
      quota: { kind: 'claim', key: { ...place, day: '2026-11-21', kind: 'deploy' }, limit: 20 },
      slots: {
        kind: 'claim',
        place,
        deploymentId: record.id,
        holder: { service: 'demo-service', version: '1.0.0', since: record.createdAt },
        limit: 3,
      },
      lane: { before: lane, after: { laneVersion: 9 } },
    });
    expect(admitted({}, { kind: 'ROLLBACK', rollbackOf: idNumber(5) }).change.quota).toMatchObject({
      key: { kind: 'rollback' },
      limit: 6,
    });
  });

  test('takes the lane: as newest attempt, as rollback, or as the next in line', () => {
    const running = runningAs(aSuccess());
    const forward = admitted();
    expect(forward.change.lane?.after).toEqual({
      ...aLane({ laneVersion: 1 }),
      inFlight: { deploymentId: forward.record.id, version: '1.0.0' },
      newestAttempt: attemptOf(forward.record),
    });
    const back = admitted({ lane: aLane({ running }) }, { kind: 'ROLLBACK', rollbackOf: idNumber(5) });
    const entry = { deploymentId: back.record.id, version: '1.0.0', rollbackOf: idNumber(5) };
    expect(back.change.lane?.after).toEqual({ ...aLane({ running, laneVersion: 2 }), inFlight: entry });
    const inFlight = { deploymentId: idNumber(5), version: '5.0.0' };
    const waits = admitted({ lane: aLane({ running, inFlight }) }, takeOver);
    expect(waits.change.lane?.after).toEqual({ ...aLane({ running, inFlight, laneVersion: 2 }), waiting: entry });
    expect(waits.change).not.toHaveProperty('slots');
  });

  test('stands on the first revision of the guard where none was read', () => {
    expect(admitted({ guard: undefined }).change.guard).toEqual({ deliveryGroupId: 'demo', revision: 0 });
  });

  test('names the place by the environment, by its own name where nothing more is known', () => {
    const words = (set: Partial<AdmissionFacts>) => admitted(set).change.timeline[0]?.entries.at(-1)?.summary;
    expect(words({ environment: anEnvironment({ displayName: 'Playground' }) })).toBe('A place in Playground is taken');
    expect(words({ environment: undefined })).toBe('A place in sandbox is taken');
  });

  test('moves the lane to the group that deploys now', () => {
    const { change } = admitted({ lane: aLane({ deliveryGroupId: 'former' }) });
    expect(change.lane?.after.deliveryGroupId).toBe('demo');
  });

  test('tells what was asked for and what was claimed', () => {
    const entries = (set: Partial<AdmissionFacts>, admission: Partial<Admission>) =>
      admitted(set, admission).change.timeline?.[0]?.entries ?? [];
    expect(entries({}, {}).map(({ type, summary }) => [type, summary])).toEqual([
      ['INTENT_SUBMITTED', 'Deployment of 1.0.0 requested'],
      ['POLICY_PASSED', 'All guardrails passed'],
      ['QUOTA_CLAIMED', '8 of 20 deployments used today'],
      ['SLOT_CLAIMED', 'A place in Sandbox is taken'],
    ]);
    expect(entries({}, takeOver).map(({ summary }) => summary)).toEqual([
      'Rollback to 1.0.0 requested',
      'All guardrails passed',
      '3 of 6 rollbacks used today',
      'Next in line',
    ]);
    expect(entries({}, {}).map(({ id }) => id)).toEqual([1, 2, 3, 4].map((number) => `${mint.deploymentId}.${number}`));
    expect(entries({}, {})[2]).not.toHaveProperty('detail');
    expect(entries({}, {})[0]).toMatchObject({ actor: 'owner@example.com', detail: 'Faster checkout', sequence: 1 });
    const { email: _email, ...byName } = anOwner({ name: 'Olga' });
    expect(entries({ caller: byName }, {})[0]?.actor).toBe('Olga');
    const { name: _name, ...byId } = byName;
    expect(entries({ caller: byId }, {})[0]?.actor).toBe('auth0|owner');
    expect(entries({ environment: anEnvironment({ displayName: 'Playground' }) }, {})[3]?.summary).toContain(
      'Playground',
    );
  });

  test('is audited once, in the name of the caller', () => {
    expect(admitted().change.audit).toEqual([
      expect.objectContaining({
        eventId: mint.eventId,
        eventType: 'DEPLOY_SUBMIT',
        actorId: 'auth0|owner',
        actorRole: 'DELIVERY_OWNER',
        targetType: 'Deployment',
        targetId: mint.deploymentId,
        requestId: mint.requestId,
        outcome: 'SUCCESS',
        timestamp: '2026-11-21T12:00:00.000Z',
        deliveryGroupId: 'demo',
        serviceName: 'demo-service',
        environment: 'sandbox',
      }),
    ]);
    expect(admitted({}, takeOver).change.audit?.[0]?.eventType).toBe('ROLLBACK_SUBMIT');
  });
});

describe('An attempt, as the lane remembers it', () => {
  test('says how it ended once it has', () => {
    const { id: deploymentId, version, deploymentKind, createdAt, state, outcome } = aRecord();
    expect(attemptOf(aRecord())).toEqual({ deploymentId, version, deploymentKind, createdAt, state, outcome });
    expect(attemptOf(aSuccess())).toMatchObject({ state: 'SUCCEEDED', finishedAt: aSuccess().finishedAt });
  });
});
