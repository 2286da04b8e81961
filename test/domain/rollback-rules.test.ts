import { describe, expect, test } from 'vitest';
import type { ProblemCode } from '../../lib/contract/codes.ts';
import { deploymentsRollback } from '../../lib/contract/routes/deployments/rollback.ts';
import { decideRollback, rollbackTarget } from '../../lib/domain/decide-rollback.ts';
import type { RollbackFacts } from '../../lib/domain/facts.ts';
import { rollbackRules } from '../../lib/domain/guardrails/rules.ts';
import { aDeliveryGroup, anEnvironment, aRecipe } from '../builders/config.ts';
import { aBuild, aLane, aRecord, aSuccess, idNumber } from '../builders/records.ts';
import { anOwner, aStranger } from '../usecases/callers.ts';
import { allAbilities, memberService, mint, rollbackFacts, runningAs, slotsOf } from './builders.ts';

const codes = (set: Partial<RollbackFacts>): readonly string[] =>
  decideRollback(rollbackFacts(set), mint).evaluation.refusals.map(({ code }) => code);

const attempt = ({ id, version, deploymentKind, createdAt, state, outcome }: RollbackFacts['original']) => ({
  deploymentId: id,
  version,
  deploymentKind,
  createdAt,
  state,
  outcome,
});

const running = runningAs(aSuccess({ id: idNumber(1) }));
const failed = aRecord({ id: idNumber(3), version: '3.0.0', state: 'FAILED', outcome: 'FAILED' });
const flying = aRecord({ id: idNumber(4), version: '4.0.0', state: 'IN_PROGRESS', timelineSequence: 7 });
const lanes = {
  afterFailure: aLane({ running, newestAttempt: attempt(failed) }),
  inFlight: aLane({
    running,
    newestAttempt: attempt(flying),
    inFlight: { deploymentId: flying.id, version: flying.version },
  }),
};

describe('A rollback is refused', () => {
  const rollback = aSuccess({ id: idNumber(2), deploymentKind: 'ROLLBACK' });
  const under = { deploymentId: idNumber(5), version: '1.0.0', rollbackOf: idNumber(2) };
  const cases: readonly (readonly [string, Partial<RollbackFacts>, readonly ProblemCode[]])[] = [
    ['by the owner of another group', { caller: aStranger() }, ['DELIVERY_GROUP_SCOPE_REQUIRED']],
    ['of a service that is known no more', { service: undefined }, ['SERVICE_NOT_ALLOWLISTED']],
    ['of a group that is no more', { group: undefined }, ['SERVICE_NOT_IN_DELIVERY_GROUP']],
    ['in a disabled environment', { environment: anEnvironment({ lifecycle: 'disabled' }) }, ['ENVIRONMENT_DISABLED']],
    ['in a retired environment', { environment: anEnvironment({ lifecycle: 'retired' }) }, ['ENVIRONMENT_RETIRED']],
    ['without its recipe', { recipe: undefined }, ['RECIPE_NOT_FOUND']],
    ['with a recipe for another engine', { connected: 'conveyor' }, ['RECIPE_INCOMPATIBLE']],
    ['of a rollback', { original: rollback }, ['ROLLBACK_OF_ROLLBACK']],
    ['of a rollback that runs no more', { original: rollback, lane: aLane({ running }) }, ['ROLLBACK_OF_ROLLBACK']],
    [
      'of what was never tried last',
      { lane: undefined, target: undefined, build: undefined },
      ['ROLLBACK_NOT_CURRENT'],
    ],
    ['of what no longer runs', { lane: aLane({ running }) }, ['ROLLBACK_NOT_CURRENT']],
    ['without anything to go back to', { target: undefined, build: undefined }, ['NO_PRIOR_SUCCESSFUL_VERSION']],
    ['to an artifact that is gone', { artifact: 'missing' }, ['ARTIFACT_NOT_FOUND']],
    ['to a build that was rejected since', { build: aBuild({ status: 'REJECTED' }) }, ['VERSION_NOT_VERIFIED']],
    ['beyond the quota of the day', { used: { deploys: 0, rollbacks: 10 } }, ['QUOTA_EXCEEDED']],
    ['beyond the places of the group', { slots: slotsOf(idNumber(8)) }, ['CONCURRENCY_LIMIT_REACHED']],
    [
      'while the same is under way',
      { lane: aLane({ running: runningAs(aSuccess({ id: idNumber(2) })), inFlight: under }) },
      ['ROLLBACK_IN_PROGRESS', 'CONCURRENCY_LIMIT_REACHED'],
    ],
    [
      'while the same waits to take over',
      { original: flying, lane: { ...lanes.inFlight, waiting: { ...under, rollbackOf: flying.id } } },
      ['ROLLBACK_IN_PROGRESS', 'CONCURRENCY_LIMIT_REACHED'],
    ],
    [
      'of what ended by being rolled back by the engine',
      {
        original: { ...failed, state: 'ROLLED_BACK', outcome: 'ROLLED_BACK' },
        lane: lanes.afterFailure,
      },
      ['ROLLBACK_NOT_CURRENT'],
    ],
  ];

  test.each(cases)('%s', (_, facts, wanted) => {
    expect(codes(facts)).toEqual(wanted);
  });

  test('for no reason that the contract does not name', () => {
    const named: readonly string[] = deploymentsRollback.problems;
    expect(rollbackRules.flatMap((rule) => rule.codes).filter((code) => !named.includes(code))).toEqual([]);
  });
});

describe('A rollback is admitted', () => {
  const admitted = (set: Partial<RollbackFacts> = {}) => {
    const decision = decideRollback(rollbackFacts(set), mint);
    if (!decision.admitted) throw new Error(JSON.stringify(decision.evaluation.refusals));
    return decision;
  };

  test('of what runs, of the newest attempt that failed, and of one in flight', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ original: failed, lane: lanes.afterFailure })).toEqual([]);
    expect(codes({ original: flying, lane: lanes.inFlight, slots: slotsOf(flying.id) })).toEqual([]);
    const canceled = { ...failed, state: 'CANCELED', outcome: 'CANCELED' } as const;
    expect(codes({ original: canceled, lane: lanes.afterFailure })).toEqual([]);
  });

  test('with a recipe that is deprecated, no longer allowed or no longer fitting', () => {
    expect(codes({ recipe: aRecipe({ status: 'deprecated' }) })).toEqual([]);
    expect(codes({ group: aDeliveryGroup({ allowedRecipes: [] }) })).toEqual([]);
    expect(codes({ service: memberService({ allowedRecipes: [] }) })).toEqual([]);
  });

  test('as a record of its own that claims the rollback quota and a place', () => {
    const { record, change } = admitted();
    expect(record).toMatchObject({
      deploymentKind: 'ROLLBACK',
      rollbackOf: idNumber(2),
      version: '1.0.0',
      order: { definition: 'rollback', targetVersion: '1.0.0' },
      quota: { kind: 'rollback', refunded: false },
    });
    expect(change.quota).toMatchObject({ kind: 'claim', key: { kind: 'rollback' }, limit: 10 });
    expect(change.slots).toMatchObject({ kind: 'claim', deploymentId: record.id, limit: 1 });
    expect(change.lane?.after.inFlight).toEqual({ deploymentId: record.id, version: '1.0.0', rollbackOf: idNumber(2) });
    expect(change.updates?.map(({ after }) => after.cancelRequested)).toEqual([undefined]);
    expect(change.audit?.map(({ eventType }) => eventType)).toEqual(['ROLLBACK_SUBMIT']);
    expect(change.timeline?.map(({ deploymentId, entries }) => [deploymentId, entries.length])).toEqual([
      [record.id, 4],
      [idNumber(2), 1],
    ]);
  });

  test('to take over: it claims no place, waits, and asks the other to stop', () => {
    const { record, change } = admitted({ original: flying, lane: lanes.inFlight, slots: slotsOf(flying.id) });
    expect(record.waitsFor).toBe(flying.id);
    expect(change.slots).toBeUndefined();
    expect(change.lane?.after).toMatchObject({
      inFlight: { deploymentId: flying.id },
      waiting: { deploymentId: record.id, rollbackOf: flying.id },
    });
    expect(change.updates?.map(({ after }) => after.cancelRequested)).toEqual([true]);
    const told = change.timeline?.find(({ deploymentId }) => deploymentId === flying.id);
    expect(told?.entries.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['ROLLBACK_REQUESTED', 8],
      ['CANCEL_REQUESTED', 9],
    ]);
  });

  test('to be next after one that the engine cannot stop: nobody asks it to, and both are told', () => {
    const begun = { ...flying, handOver: { leases: 1 } };
    const facts = { original: begun, lane: lanes.inFlight, abilities: { ...allAbilities, cancel: false } };
    const { record, change } = admitted(facts);
    expect(record.waitsFor).toBe(flying.id);
    expect(change.updates?.map(({ after }) => after.cancelRequested)).toEqual([undefined]);
    const told = (id: string) => change.timeline?.find(({ deploymentId }) => deploymentId === id)?.entries;
    expect(told(flying.id)).toMatchObject([
      {
        type: 'ROLLBACK_REQUESTED',
        detail: `Deployment ${record.id}, which waits for this one to end: it cannot be stopped`,
      },
    ]);
    expect(told(record.id)?.at(-1)).toMatchObject({
      type: 'SLOT_CLAIMED',
      detail: expect.stringContaining('it cannot be stopped'),
    });
    const unheard = admitted({ ...facts, original: { ...flying, handOver: { leases: 0 } } });
    expect(unheard.change.updates?.map(({ after }) => after.cancelRequested)).toEqual([true]);
  });

  test('only where all is known that it stands on, though no rule objects', () => {
    const decision = decideRollback(rollbackFacts({ choice: undefined, recipe: undefined }), mint);
    expect(decision).toMatchObject({ admitted: false, evaluation: { refusals: [] } });
  });

  test('in the name of whoever asks, told to what it undoes', () => {
    const { email: _email, ...byName } = anOwner({ name: 'Olga' });
    const { name: _name, ...byId } = byName;
    for (const [caller, actor] of [
      [anOwner(), 'owner@example.com'],
      [{ ...byName, role: 'PLATFORM_ADMIN' }, 'Olga'],
      [{ ...byId, role: 'PLATFORM_ADMIN' }, 'auth0|owner'],
    ] as const) {
      const told = admitted({ caller }).change.timeline?.at(-1)?.entries;
      expect(told?.map((entry) => entry.actor)).toEqual([actor]);
    }
  });

  test('leaves the newest attempt of the lane alone', () => {
    const { change } = admitted({ original: failed, lane: lanes.afterFailure });
    expect(change.lane?.after.newestAttempt).toEqual(lanes.afterFailure.newestAttempt);
  });
});

describe('The target of a rollback', () => {
  const past = (number: number, version: string) => ({
    deploymentId: idNumber(number),
    version,
    deploymentKind: 'ROLL_FORWARD' as const,
    ranFrom: '2026-11-20T10:00:00.000Z',
    ranTo: '2026-11-20T11:00:00.000Z',
  });
  const lane = aLane({ running, previousGood: [past(8, '1.0.0'), past(7, '0.9.0'), past(6, '0.8.0')] });

  test('of what runs is the newest earlier success of another version', () => {
    expect(rollbackTarget({ id: idNumber(1), version: '1.0.0' }, lane)).toEqual({
      version: '0.9.0',
      deploymentId: idNumber(7),
      ranFrom: '2026-11-20T10:00:00.000Z',
      ranTo: '2026-11-20T11:00:00.000Z',
    });
    expect(rollbackTarget({ id: idNumber(1), version: '1.0.0' }, aLane({ running }))).toBeUndefined();
  });

  test('of anything else is what runs', () => {
    expect(rollbackTarget({ id: idNumber(9), version: '3.0.0' }, lane)).toEqual({
      version: '1.0.0',
      deploymentId: idNumber(1),
      ranFrom: running.since,
    });
  });

  test('is nothing where nothing ever ran', () => {
    expect(rollbackTarget({ id: idNumber(9), version: '3.0.0' }, undefined)).toBeUndefined();
    expect(rollbackTarget({ id: idNumber(9), version: '3.0.0' }, aLane())).toBeUndefined();
  });
});
