import { describe, expect, it } from 'vitest';
import { failuresOf } from '../../lib/adapters/spinnaker/failures.ts';
import { glance } from '../../lib/adapters/spinnaker/observation.ts';
import type { State } from '../../lib/contract/deployment.ts';
import type { TimelineEvent, TimelineType } from '../../lib/contract/timeline.ts';
import { milestonesOf } from '../../ui/src/screens/deployment/milestones.ts';
import { stepsOf } from '../../ui/src/screens/deployment/steps.ts';
import { awaitingApproval, failedStep, isPause, passedOver } from '../../ui/src/screens/deployment/told.ts';
import { execution, stageJson } from '../adapters/spinnaker/fixtures/executions.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

type Told = readonly [type: TimelineType, summary?: string, detail?: string | undefined];
const eventsOf = (...told: Told[]): TimelineEvent[] =>
  told.map(([type, summary = type, detail], index) => ({
    id: `e${index}`,
    sequence: index + 1,
    type,
    at: at(index),
    summary,
    ...(detail === undefined ? {} : { detail }),
  }));
const step = (label: string): Told => ['ENGINE_PROGRESS', label];
const PASSED_OVER: Told = ['ENGINE_WARNING', 'Step "Verify" failed and was passed over'];

describe('the steps of a recipe', () => {
  const begun = [step('Check'), step('Verify'), step('Switch')];
  const marks = (state: State, ...more: Told[]) => stepsOf(eventsOf(...begun, ...more), state).map(({ mark }) => mark);

  it.each<[State, Told[], string[]]>([
    ['IN_PROGRESS', [], ['done', 'done', 'now']],
    ['SUCCEEDED', [['ENGINE_FINISHED']], ['done', 'done', 'done']],
    ['FAILED', [['ENGINE_FINISHED']], ['done', 'done', 'failed']],
    ['FAILED', [['FAILURE_OBSERVED', 's', 'Step "Verify": no']], ['done', 'failed', 'stopped']],
    ['CANCELED', [['CANCEL_REQUESTED'], ['ENGINE_FINISHED']], ['done', 'done', 'stopped']],
    ['SUCCEEDED', [PASSED_OVER, ['ENGINE_FINISHED']], ['done', 'passed over', 'done']],
    ['ROLLED_BACK', [['FAILURE_OBSERVED', 's', 'Step "Verify": no'], PASSED_OVER], ['done', 'failed', 'done']],
  ])('are done only when they are over and went well: %s', (state, more, expected) => {
    expect(marks(state, ...more)).toEqual(expected);
  });

  it('last until the next one begins, and the last one until the engine has finished', () => {
    const told = eventsOf(...begun, ['ENGINE_FINISHED'], ['OUTCOME_SET']);
    expect(stepsOf(told, 'SUCCEEDED').map(({ until }) => until)).toEqual([at(1), at(2), at(3)]);
    expect(stepsOf(told.slice(0, 3), 'IN_PROGRESS').at(-1)?.until).toBeUndefined();
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
    expect(failed.map(([, , tone]) => tone)).toEqual(['bad', 'bad', 'bad', 'bad']);
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

describe('the sentences of an engine', () => {
  const [judgment, verify] = [
    stageJson('1', { type: 'manualJudgment', name: 'Judge', status: 'RUNNING' }),
    stageJson('2', { name: 'Verify', status: 'FAILED_CONTINUE' }),
  ];
  const warned = (status: string, stages: unknown[]) =>
    eventsOf(...glance(execution({ status, stages }), []).warnings.map((warning): Told => ['ENGINE_WARNING', warning]));

  it('are understood as the adapter writes them', () => {
    const running = warned('RUNNING', [judgment, verify]);
    expect(running.flatMap((event) => awaitingApproval(event) ?? [])).toEqual(['Judge']);
    expect(running.flatMap((event) => passedOver(event) ?? [])).toEqual(['Verify']);
    expect(warned('PAUSED', [verify]).filter(isPause)).toHaveLength(1);
    expect(running.filter(isPause)).toEqual([]);
  });

  it('name the step that failed', async () => {
    const failed = execution({ status: 'TERMINAL', stages: [stageJson('1', { name: 'Start', status: 'TERMINAL' })] });
    const [failure] = await failuresOf(failed, { steps: ['Begin'], fetch: async () => undefined });
    expect(failedStep(eventsOf(['FAILURE_OBSERVED', 's', failure?.detail])[0] ?? expect.fail())).toBe('Begin');
  });
});
