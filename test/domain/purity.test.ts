import { describe, expect, test } from 'vitest';
import { advance } from '../../lib/domain/advance.ts';
import { decideCancel } from '../../lib/domain/decide-cancel.ts';
import { decideDeploy } from '../../lib/domain/decide-deploy.ts';
import { decideRollback } from '../../lib/domain/decide-rollback.ts';
import { finish } from '../../lib/domain/finish.ts';
import { policyFigures } from '../../lib/domain/policy.ts';
import { aLane, aRecord, aSuccess, idNumber } from '../builders/records.ts';
import { anOwner } from '../usecases/callers.ts';
import {
  admissionFacts,
  allAbilities,
  anEnding,
  aSeen,
  finishFacts,
  frozen,
  inFlightRecord,
  mint,
  NOW,
  rollbackFacts,
  runningAs,
  slotsOf,
} from './builders.ts';

const cause = { actor: anOwner(), requestId: 'r', now: NOW.toISOString(), eventId: 'e' };

const asked = { caller: anOwner(), reason: undefined, abilities: allAbilities };

/** Each decision is taken twice from frozen facts: it must come out the same, and write into nothing it was given. */
const decisions: Readonly<Record<string, () => unknown>> = {
  'a deployment': () => decideDeploy(frozen(admissionFacts({ lane: aLane(), slots: slotsOf() })), frozen(mint)),
  'a refused deployment': () => decideDeploy(frozen(admissionFacts({ slots: slotsOf('a', 'b') })), frozen(mint)),
  'a rollback': () => decideRollback(frozen(rollbackFacts()), frozen(mint)),
  'a cancel before the engine heard': () =>
    decideCancel(frozen({ ...finishFacts(aRecord()), ...asked, reason: 'why' }), cause),
  'a cancel afterwards': () => decideCancel(frozen({ ...finishFacts(inFlightRecord()), ...asked }), cause),
  'an observation': () => advance(frozen(inFlightRecord({ warnings: ['a'] })), frozen(aSeen({ warnings: ['b'] })), NOW),
  'an end': () => {
    const displaced = aSuccess({ id: idNumber(1) });
    const record = inFlightRecord({ id: idNumber(2), version: '2.0.0' });
    const lane = aLane({
      running: runningAs(displaced),
      inFlight: { deploymentId: record.id, version: record.version },
      previousGood: [],
      durations: [1, 2],
    });
    return finish(frozen({ ...finishFacts(record), lane, displaced }), frozen(anEnding()));
  },
  'the figures of a policy': () => policyFigures(frozen(admissionFacts({ slots: slotsOf('b', 'a') }))),
};

describe('Deciding', () => {
  test.each(Object.entries(decisions))('%s changes nothing and always comes out the same', (_, decide) => {
    expect(decide()).toEqual(decide());
  });
});

describe('Canceling', () => {
  const decide = (set: Parameters<typeof aRecord>[0], reason?: string) =>
    decideCancel({ ...finishFacts(aRecord(set)), ...asked, reason }, cause);

  test('ends what nobody handed over, refunds it, and frees its place', () => {
    const decision = decide({}, 'Too early');
    expect(decision).toMatchObject({
      admitted: true,
      record: { state: 'CANCELED', cancelRequested: true, quota: { refunded: true } },
    });
    expect(decision.admitted && decision.change).toMatchObject({
      slots: { kind: 'release' },
      quota: { kind: 'refund' },
      audit: [{ eventType: 'CANCEL_SUBMIT', reason: 'Too early' }],
    });
  });

  test('only asks where the engine may have heard of it', () => {
    const decision = decide({ handOver: { leases: 1 } });
    expect(decision).toMatchObject({ admitted: true, record: { state: 'PENDING', cancelRequested: true } });
    expect(decision.admitted && decision.change).not.toHaveProperty('slots');
    const again = decide({ handOver: { leases: 1 }, cancelRequested: true });
    expect(again.admitted && again.change.timeline).toEqual([]);
    expect(again.admitted && again.change.audit).toHaveLength(1);
  });

  test('comes too late for what has ended, and says what to do', () => {
    for (const [state, hint] of [
      ['SUCCEEDED', 'Roll it back instead.'],
      ['FAILED', 'There is nothing left to stop.'],
    ] as const) {
      expect(decide({ state, outcome: state })).toMatchObject({
        admitted: false,
        refusal: { code: 'NOT_CANCELABLE', hint },
      });
    }
  });

  test('is refused where the engine has it and cannot stop it, with what to do instead', () => {
    const unstoppable = { ...asked, abilities: { ...allAbilities, cancel: false } };
    const running = runningAs(aSuccess({ id: idNumber(1), version: '1.0.0' }));
    const waiting = { deploymentId: idNumber(4), version: '1.0.0', rollbackOf: idNumber(3) };
    const forward = inFlightRecord({ id: idNumber(3), version: '3.0.0' });
    const back = inFlightRecord({ id: idNumber(3), deploymentKind: 'ROLLBACK' });
    for (const [record, lane, hint] of [
      [forward, aLane({ running }), /^Roll it back: the rollback to 1\.0\.0 starts by itself/],
      [forward, aLane({ running, waiting }), /^Wait .* the rollback to 1\.0\.0 starts by itself/],
      [forward, aLane(), /^Wait .* deploy the version you want/],
      [back, aLane({ running }), /^Wait .* deploy the version you want/],
    ] as const) {
      expect(decideCancel({ ...finishFacts(record), lane, ...unstoppable }, cause)).toMatchObject({
        admitted: false,
        refusal: {
          code: 'NOT_CANCELABLE',
          message: expect.stringContaining('cannot stop work once it has begun'),
          hint: expect.stringMatching(hint),
        },
      });
    }
    const unheard = decideCancel({ ...finishFacts(aRecord()), ...unstoppable }, cause);
    expect(unheard).toMatchObject({ admitted: true, record: { state: 'CANCELED' } });
  });

  test('is told in the name of whoever asked', () => {
    const { email: _email, ...byName } = anOwner({ name: 'Olga' });
    const { name: _name, ...byId } = byName;
    for (const [caller, actor] of [
      [anOwner(), 'owner@example.com'],
      [byName, 'Olga'],
      [byId, 'auth0|owner'],
    ] as const) {
      const decision = decideCancel({ ...finishFacts(aRecord()), ...asked, caller }, cause);
      expect(decision.admitted && decision.change.timeline?.[0]?.entries[0]?.actor).toBe(actor);
    }
  });
});

describe('Finishing', () => {
  test('gives a quota back once', () => {
    const refunding = anEnding({ state: 'FAILED', refund: true });
    const record = aRecord();
    expect(finish(finishFacts(record), refunding).change.quota).toMatchObject({ kind: 'refund' });
    const refunded = aRecord({ quota: { ...record.quota, refunded: true } });
    expect(finish(finishFacts(refunded), refunding).change.quota).toBeUndefined();
    expect(finish(finishFacts(record), anEnding()).change.quota).toBeUndefined();
  });

  test('keeps the failures that led to it, or those that were there', () => {
    const failures = [{ category: 'APP', summary: 's', actionHint: 'h', observedAt: 't' }] as const;
    const failed = (set: Partial<Parameters<typeof finish>[1]>) =>
      finish(finishFacts(aRecord({ failures: [] })), anEnding({ state: 'FAILED', ...set })).record.failures;
    expect(failed({ failures })).toEqual(failures);
    expect(failed({})).toEqual([]);
  });

  test('of one that waited for a place frees none', () => {
    const record = aRecord({
      id: idNumber(6),
      deploymentKind: 'ROLLBACK',
      rollbackOf: idNumber(5),
      waitsFor: idNumber(5),
    });
    const lane = aLane({
      inFlight: { deploymentId: idNumber(5), version: '5.0.0' },
      waiting: { deploymentId: record.id, version: record.version, rollbackOf: idNumber(5) },
    });
    const { change } = finish({ ...finishFacts(record), lane }, anEnding({ state: 'CANCELED' }));
    expect(change.slots).toBeUndefined();
    expect(change.lane?.after.waiting).toBeUndefined();
    expect(change.timeline?.flatMap(({ entries }) => entries.map(({ type }) => type))).toEqual(['OUTCOME_SET']);
  });

  test('hands the place over to the one that waits, and tells it', () => {
    const waiting = aRecord({ id: idNumber(6), version: '1.0.0', timelineSequence: 4 });
    const record = aRecord({ id: idNumber(5) });
    const { change } = finish(finishFacts(record, { waiting }), anEnding({ state: 'CANCELED' }));
    expect(change.slots).toMatchObject({ kind: 'handover', from: record.id, to: waiting.id });
    expect(change.updates?.map(({ after }) => [after.id, after.recordVersion])).toEqual([
      [record.id, 2],
      [waiting.id, 2],
    ]);
    expect(change.timeline?.[0]?.entries.at(-1)?.summary).toBe('The place goes to the rollback to 1.0.0');
    expect(change.timeline?.[1]).toMatchObject({ deploymentId: waiting.id, entries: [{ sequence: 5 }] });
  });
});
