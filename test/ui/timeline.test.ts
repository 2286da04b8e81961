import { describe, expect, it } from 'vitest';
import type { State } from '../../lib/contract/deployment.ts';
import type { TimelineEvent, TimelineType } from '../../lib/contract/timeline.ts';
import { milestonesOf } from '../../ui/src/screens/deployment/milestones.ts';
import { stepsOf } from '../../ui/src/screens/deployment/steps.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

type Step = NonNullable<TimelineEvent['step']>;
type Told = readonly [type: TimelineType, summary?: string, step?: Step];
const eventsOf = (...told: Told[]): TimelineEvent[] =>
  told.map(([type, summary = type, step], index) => ({
    id: `e${index}`,
    sequence: index + 1,
    type,
    at: at(index),
    summary,
    ...(step === undefined ? {} : { step }),
  }));
const step = (label: string): Told => ['ENGINE_PROGRESS', label, { label, status: 'BEGUN' }];
const PASSED_OVER: Told = ['ENGINE_WARNING', 'Verify was passed over', { label: 'Verify', status: 'PASSED_OVER' }];
const FAILED: Told = ['FAILURE_OBSERVED', 's', { label: 'Verify', status: 'FAILED' }];

describe('the steps of a recipe', () => {
  const begun = [step('Check'), step('Verify'), step('Switch')];
  const marks = (state: State, ...more: Told[]) => stepsOf(eventsOf(...begun, ...more), state).map(({ mark }) => mark);

  it.each<[State, Told[], string[]]>([
    ['IN_PROGRESS', [], ['done', 'done', 'now']],
    ['SUCCEEDED', [['ENGINE_FINISHED']], ['done', 'done', 'done']],
    ['FAILED', [['ENGINE_FINISHED']], ['done', 'done', 'failed']],
    ['FAILED', [FAILED], ['done', 'failed', 'stopped']],
    ['CANCELED', [['CANCEL_REQUESTED'], ['ENGINE_FINISHED']], ['done', 'done', 'stopped']],
    ['SUCCEEDED', [PASSED_OVER, ['ENGINE_FINISHED']], ['done', 'passed over', 'done']],
    ['ROLLED_BACK', [FAILED, PASSED_OVER], ['done', 'failed', 'done']],
  ])('are done only when they are over and went well: %s', (state, more, expected) => {
    expect(marks(state, ...more)).toEqual(expected);
  });
});

describe('the timeline', () => {
  const linesOf = (state: State, ...told: Told[]) =>
    milestonesOf({ events: eventsOf(...told), state }, false).map(({ event, steps, tone }) => [
      event.summary,
      steps.length,
      tone,
    ]);

  it('tells steps as one line, and keeps the bookkeeping for those who ask', () => {
    const told: Told[] = [['INTENT_SUBMITTED'], ['SLOT_CLAIMED'], step('a'), step('b'), ['RUNNING_STATE_UPDATED']];
    expect(linesOf('SUCCEEDED', ...told)).toEqual([
      ['INTENT_SUBMITTED', 0, 'ok'],
      ['b', 2, 'ok'],
      ['RUNNING_STATE_UPDATED', 0, 'ok'],
    ]);
    expect(milestonesOf({ events: eventsOf(...told), state: 'SUCCEEDED' }, true)).toHaveLength(5);
  });

  it('gives no check to the steps of which one failed or was stopped', () => {
    const failed = linesOf('FAILED', step('a'), step('b'), ['ENGINE_FINISHED'], ['FAILURE_OBSERVED'], ['OUTCOME_SET']);
    expect(failed.map(([what, , tone]) => [what, tone])).toEqual([
      ['b', 'bad'],
      ['FAILURE_OBSERVED', 'bad'],
      ['OUTCOME_SET', 'bad'],
    ]);
    const stopped = linesOf('CANCELED', step('a'), ['CANCEL_REQUESTED'], ['ENGINE_FINISHED'], ['OUTCOME_SET']);
    expect(stopped.map(([, , tone]) => tone)).toEqual(['stopped', 'warn', 'stopped', 'stopped']);
  });

  it('ends with what runs now after a success, with the outcome otherwise', () => {
    const last = (state: State, ...end: Told[]) => linesOf(state, step('a'), ['OUTCOME_SET'], ...end).at(-1)?.[0];
    expect(last('SUCCEEDED', ['RUNNING_STATE_UPDATED'])).toBe('RUNNING_STATE_UPDATED');
    expect(last('FAILED')).toBe('OUTCOME_SET');
  });

  it('tells of a step that was passed over at that step', () => {
    expect(linesOf('SUCCEEDED', step('Verify'), step('Switch'), PASSED_OVER, step('Clean up'))).toEqual([
      ['Clean up', 3, 'warn'],
    ]);
    expect(linesOf('SUCCEEDED', PASSED_OVER)).toEqual([[PASSED_OVER[1], 0, 'warn']]);
  });

  it('has a live line only while a step is under way', () => {
    expect(linesOf('PENDING', ['INTENT_SUBMITTED'], ['POLICY_PASSED']).map(([, , tone]) => tone)).toEqual(['ok', 'ok']);
    expect(linesOf('IN_PROGRESS', step('a'), step('b'))).toEqual([['b', 2, 'live']]);
  });

  it('tells of a second hand-over, and why there was one', () => {
    const told: Told[] = [['ENGINE_REQUESTED'], ['ENGINE_REQUESTED', 'again'], ['ENGINE_ACCEPTED']];
    const lines = milestonesOf({ events: eventsOf(...told), state: 'ACTIVE' }, false);
    expect(lines.map(({ event, again }) => [event.summary, again])).toEqual([
      ['ENGINE_REQUESTED', undefined],
      ['again', true],
      ['ENGINE_ACCEPTED', undefined],
    ]);
  });
});
