import { describe, expect, test } from 'vitest';
import { advance } from '../../lib/domain/advance.ts';
import type { Change } from '../../lib/domain/change.ts';
import { decideCancel } from '../../lib/domain/decide-cancel.ts';
import { decideRollback } from '../../lib/domain/decide-rollback.ts';
import { failureDefaults } from '../../lib/domain/failures.ts';
import { finish } from '../../lib/domain/finish.ts';
import { lostAnswer, nextStep } from '../../lib/domain/hand-over.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { stall } from '../../lib/domain/stall.ts';
import { noteStrays } from '../../lib/domain/strays.ts';
import { plusSeconds } from '../../lib/domain/time.ts';
import { waitOf } from '../../lib/domain/waits.ts';
import { aLane, aRecord, aSuccess, idNumber } from '../builders/records.ts';
import { anOwner } from '../usecases/callers.ts';
import {
  allAbilities,
  anEnding,
  aSeen,
  finishFacts,
  inFlightRecord,
  mint,
  NOW,
  rollbackFacts,
  runningAs,
} from './builders.ts';

/** What people read on a timeline, and what they are told to do: here the words are the promise. */

type Line = readonly [type: string, summary: string, detail?: string];

const linesOf = ({ timeline = [] }: Pick<Change, 'timeline'>, id: string): readonly Line[] =>
  timeline
    .filter(({ deploymentId }) => deploymentId === id)
    .flatMap(({ entries }) => entries)
    .map(({ type, summary, detail }) => (detail === undefined ? [type, summary] : [type, summary, detail]));

const now = NOW.toISOString();
const record = inFlightRecord({ id: idNumber(5), version: '5.0.0' });
const displaced = aSuccess({ id: idNumber(3), version: '3.0.0' });
const original = aSuccess({ id: idNumber(4), version: '4.0.0' });
const waiting = aRecord({ id: idNumber(6), version: '3.0.0' });

describe('What an end tells', () => {
  const ended = (state: DeploymentRecord['outcome'] & string, set: Parameters<typeof finishFacts>[1] = {}) =>
    state === 'SUPERSEDED'
      ? expect.fail('No deployment ends so')
      : finish(finishFacts(record, set), anEnding({ state })).change;
  const free: Line = ['SLOT_RELEASED', 'The place is free again'];

  test.each([
    ['SUCCEEDED', 'Succeeded', [['RUNNING_STATE_UPDATED', '5.0.0 is now what runs, by the record']]],
    ['FAILED', 'Failed', []],
    ['CANCELED', 'Canceled', []],
    ['ROLLED_BACK', 'Rolled back by the engine itself', []],
  ] as const)('%s is “%s”', (state, words, more) => {
    expect(linesOf(ended(state), record.id)).toEqual([['OUTCOME_SET', words], ...more, free]);
  });

  test('is told to those whom it displaces, undoes and makes room for', () => {
    const change = ended('SUCCEEDED', { displaced, original, waiting });
    const by = `Deployment ${record.id}`;
    expect(linesOf(change, displaced.id)).toEqual([['SUPERSEDED', 'Superseded by 5.0.0', by]]);
    expect(linesOf(change, original.id)).toEqual([['ROLLBACK_LINKED', 'Rolled back to 5.0.0', by]]);
    expect(linesOf(change, waiting.id)).toEqual([['SLOT_CLAIMED', 'It is our turn now']]);
    expect(linesOf(change, record.id).at(-1)).toEqual(['SLOT_RELEASED', 'The place goes to the rollback to 3.0.0']);
    expect(change.updates?.find(({ after }) => after.id === waiting.id)?.after.turnAt).toBe(now);
    expect(change.slots).toEqual({
      kind: 'handover',
      place: { deliveryGroupId: 'demo', environment: 'sandbox' },
      from: record.id,
      to: waiting.id,
      holder: { service: 'demo-service', version: '3.0.0', since: now },
    });
  });

  test('is told once where it undoes what ran, and never to itself', () => {
    const undone = ended('SUCCEEDED', { displaced: original, original });
    expect(linesOf(undone, original.id).map(([type]) => type)).toEqual(['ROLLBACK_LINKED']);
    const itself = ended('SUCCEEDED', { displaced: record });
    expect(itself.updates?.map(({ after }) => after.id)).toEqual([record.id]);
  });

  test('takes no place from a lane in which nothing is in flight', () => {
    const change = ended('FAILED', { lane: aLane(), waiting });
    expect(linesOf(change, record.id)).toEqual([['OUTCOME_SET', 'Failed']]);
    expect(change.updates).toHaveLength(1);
  });

  test('says what the engine did', () => {
    const words = (status: Parameters<typeof aSeen>[0] & object) => {
      const step = advance(record, aSeen({ ...status, executionId: 'execution-1' }), NOW);
      return step.kind === 'ended' ? step.ending.entries[0]?.summary : step.kind;
    };
    expect(words({ status: 'SUCCEEDED' })).toBe('All steps are done');
    expect(words({ status: 'FAILED' })).toBe('The work ended with a failure');
    expect(words({ status: 'CANCELED' })).toBe('The work was stopped');
    expect(words({ status: 'ROLLED_BACK' })).toBe('The work was undone by the engine');
  });
});

describe('What a cancel tells', () => {
  const cause = { actor: anOwner(), requestId: 'r', now, eventId: 'e' };
  const cancel = (set: Partial<DeploymentRecord>, reason?: string) =>
    decideCancel({ ...finishFacts({ ...record, ...set }), caller: anOwner(), reason, abilities: allAbilities }, cause);

  test('is who asked and why, and nothing where nobody said why', () => {
    const why = cancel({}, 'Too early');
    expect(why.admitted && linesOf(why.change, record.id)).toEqual([
      ['CANCEL_REQUESTED', 'Asked to stop', 'Too early'],
    ]);
    expect(why.admitted && why.change.updates?.map(({ after }) => after.cancelRequested)).toEqual([true]);
    const silent = cancel({});
    expect(silent.admitted && linesOf(silent.change, record.id)).toEqual([['CANCEL_REQUESTED', 'Asked to stop']]);
    expect(silent.admitted && silent.change.audit).toEqual([
      expect.objectContaining({ outcome: 'SUCCESS', summary: 'Cancel demo-service 5.0.0 in sandbox' }),
    ]);
  });

  test('is how it ended, where it comes too late', () => {
    expect(cancel({ state: 'FAILED', outcome: 'FAILED' })).toEqual({
      admitted: false,
      refusal: {
        code: 'NOT_CANCELABLE',
        message: 'The deployment has already ended: FAILED',
        hint: 'There is nothing left to stop.',
        facts: { state: 'FAILED' },
      },
    });
  });

  test('is in which state it cannot be stopped', () => {
    const facts = { caller: anOwner(), reason: undefined, abilities: { ...allAbilities, cancel: false } };
    const decision = decideCancel({ ...finishFacts(record), ...facts }, cause);
    expect(!decision.admitted && decision.refusal.facts).toEqual({ state: 'ACTIVE' });
  });
});

describe('What a rollback tells the deployment that it undoes', () => {
  const told = (facts: ReturnType<typeof rollbackFacts>) => {
    const { change } = { change: {}, ...decideRollback(facts, mint) };
    return linesOf(change, facts.original.id);
  };
  const running = runningAs(aSuccess({ id: idNumber(1) }));
  const lane = aLane({
    running,
    inFlight: { deploymentId: record.id, version: record.version },
    newestAttempt: { ...running, deploymentId: record.id, createdAt: now, state: 'ACTIVE', outcome: null },
  });
  const requested = (more = '') => [
    'ROLLBACK_REQUESTED',
    'Rollback to 1.0.0 requested',
    `Deployment ${mint.deploymentId}${more}`,
  ];

  test('is that it is on its way, and whether it is stopped for it', () => {
    expect(told(rollbackFacts())).toEqual([requested()]);
    expect(told(rollbackFacts({ original: record, lane }))).toEqual([
      requested(),
      ['CANCEL_REQUESTED', 'Asked to stop, so that the rollback can start'],
    ]);
    const unstoppable = rollbackFacts({ original: record, lane, abilities: { ...allAbilities, cancel: false } });
    expect(told(unstoppable)).toEqual([requested(', which waits for this one to end: it cannot be stopped')]);
  });

  test('is not told to the rollback, which learns for whom it waits', () => {
    const own = (abilities: typeof allAbilities | (Omit<typeof allAbilities, 'cancel'> & { cancel: false })) => {
      const decision = decideRollback(rollbackFacts({ original: record, lane, abilities }), mint);
      return decision.admitted ? linesOf(decision.change, mint.deploymentId) : [];
    };
    expect(own(allAbilities)[1]).toEqual(['POLICY_PASSED', 'All guardrails passed', 'Standard rollout for Demo']);
    const place = `Takes the place of deployment ${record.id} when that has`;
    expect(own(allAbilities)[3]).toEqual(['SLOT_CLAIMED', 'Next in line', `${place} stopped`]);
    expect(own({ ...allAbilities, cancel: false })[3]?.[2]).toBe(`${place} ended: it cannot be stopped`);
  });
});

describe('What a failure tells, where the engine only gives its category', () => {
  test.each([
    ['VALIDATION', 'The deployment was refused as not valid', 'Check the version and the recipe, then deploy again.'],
    ['POLICY', 'A policy of the target refused the deployment', 'Ask the platform team which policy applies.'],
    ['ARTIFACT', 'The artifact could not be used', 'Publish the build again under a new version.'],
    [
      'INFRASTRUCTURE',
      'The infrastructure could not carry the deployment out',
      'Try again in a few minutes; if it repeats, tell the platform team.',
    ],
    ['CONFIG', 'The deployment configuration is wrong', 'Ask the platform team to check the recipe.'],
    [
      'APP',
      'The new version did not become healthy',
      'Roll back, then read the logs of the new version and deploy a fixed one.',
    ],
    ['TIMEOUT', 'The deployment took too long', 'Roll back, then find out what the new version waits for.'],
    ['ROLLBACK', 'The rollback did not work', 'Deploy the version you want directly, and tell the platform team.'],
    [
      'UNKNOWN',
      'The deployment failed for a reason DXCP does not recognize',
      'Ask the platform team to look at the details they see.',
    ],
  ] as const)('%s is “%s”: %s', (category, summary, actionHint) => {
    expect(failureDefaults[category]).toEqual({ summary, actionHint });
  });
});

describe('What a deployment says that it waits for', () => {
  const asked = { leases: 1, firstRequestAt: now, lastRequestAt: now };
  test.each<[string, DeploymentRecord]>([
    ['Waits for the deployment that it replaces to end', aRecord({ waitsFor: idNumber(7) })],
    ['Waits to be handed over to the engine', aRecord()],
    ['The engine has not confirmed the order', aRecord({ handOver: asked })],
    ['The engine has not confirmed the order', aRecord({ handOver: asked, waitsFor: idNumber(7) })],
    [
      'The order was sent, but its answer was lost',
      aRecord({ handOver: asked, warnings: [lostAnswer(record).summary] }),
    ],
    ['Waits in the engine to begin', record],
  ])('%s', (label, waits) => {
    expect(waitOf(waits)?.label).toBe(label);
  });
});

describe('What is told of the unusual', () => {
  test('names the switch that ended it before it started', () => {
    const killSwitch = { mutationsDisabled: true, epoch: 1 };
    const facts = { record: aRecord(), lane: undefined, slots: undefined, breaker: undefined, killSwitch, now: NOW };
    expect(nextStep(facts)).toEqual({ kind: 'cancel', why: 'Changes were switched off before it started' });
  });

  test('says of a missed deadline that the place stays taken', () => {
    const late = stall({ ...record, deadlineAt: now }, plusSeconds(NOW, 1));
    expect(late && linesOf({ timeline: [late.timeline] }, record.id)).toEqual([
      ['STALLED', 'Past its deadline; the place stays taken until it ends'],
    ]);
  });

  test('says of executions that are one too many what became of them', () => {
    const known = { ...record, handOver: { leases: 1, strays: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] } };
    const noted = noteStrays(known, {
      at: now,
      found: ['d', 'e'],
      over: new Map([
        ['a', 'SUCCEEDED' as const],
        ['e', 'SUCCEEDED' as const],
      ]),
      givenUp: new Set(['a', 'b']),
      stoppable: false,
    });
    expect(noted.handOver.strays).toEqual([
      { id: 'a', over: true },
      { id: 'b', givenUp: true },
      { id: 'c' },
      { id: 'd' },
      { id: 'e', over: true },
    ]);
    const second = 'A second execution of this deployment was found';
    expect(noted.entries.map(({ summary, detail }) => [summary, detail])).toEqual([
      [second, 'This engine cannot stop it: its end is waited for'],
      [second, 'It has already ended'],
      ['The execution that was one too many has ended', undefined],
      [
        'An execution that was one too many is given up',
        'It has not ended within a day, whatever was asked of it, and is not waited for any more. It may still run: look in the engine and stop it there',
      ],
    ]);
    const { executionId: _, ...never } = record;
    const late = noteStrays(never, { at: now, found: ['a'], over: new Map(), stoppable: true });
    expect(late.entries[0]?.summary).toBe('An execution turned up after this deployment had ended');
  });
});
