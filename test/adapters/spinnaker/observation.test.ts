import { describe, expect, test } from 'vitest';
import { glance, observedStatus } from '../../../lib/adapters/spinnaker/observation.ts';
import { execution, stageJson, syntheticJson } from './fixtures/executions.ts';

const LABELS = ['Prepare', 'Roll out', 'Switch'];

describe('An execution at a glance', () => {
  test.each([
    ['NOT_STARTED', 'QUEUED'],
    ['BUFFERED', 'QUEUED'],
    ['RUNNING', 'RUNNING'],
    ['PAUSED', 'RUNNING'],
    ['SUSPENDED', 'RUNNING'],
    ['REDIRECT', 'RUNNING'],
    ['SUCCEEDED', 'SUCCEEDED'],
    ['TERMINAL', 'FAILED'],
    ['STOPPED', 'FAILED'],
    ['CANCELED', 'CANCELED'],
    ['SOMETHING_NEW', 'UNKNOWN'],
    ['constructor', 'UNKNOWN'],
  ])('%s is %s', (status, expected) => {
    expect(observedStatus(execution({ status }))).toBe(expected);
  });

  test('the canceled flag alone ends nothing', () => {
    expect(observedStatus(execution({ status: 'RUNNING', canceled: true }))).toBe('RUNNING');
    expect(observedStatus(execution({ status: 'SUCCEEDED', canceled: true }))).toBe('SUCCEEDED');
  });

  test('a deployment whose execution undid its rollout is rolled back, an ordered rollback is not', () => {
    const stages = [stageJson('1', { status: 'FAILED_CONTINUE' }), stageJson('2', { type: 'undoRolloutManifest' })];
    expect(observedStatus(execution({ status: 'SUCCEEDED', stages }))).toBe('ROLLED_BACK');
    const trigger = { parameters: { targetVersion: '1.0.0' } };
    expect(observedStatus(execution({ status: 'SUCCEEDED', stages, trigger }))).toBe('SUCCEEDED');
  });

  test('progress counts top-level stages only, in the labels of the recipe', () => {
    const running = execution({
      status: 'RUNNING',
      stages: [
        stageJson('1'),
        stageJson('2', { status: 'RUNNING' }),
        syntheticJson('2<1', '2'),
        stageJson('3', { status: 'NOT_STARTED' }),
      ],
    });
    expect(glance(running, LABELS).progress).toEqual({ done: 1, total: 3, label: 'Roll out' });
  });

  test.each([
    [0, 'Prepare'],
    [3, 'Roll out'],
    [5, 'Switch'],
  ])('with %i of six stages done three labels are at %s', (complete, label) => {
    const stages = [1, 2, 3, 4, 5, 6].map((refId) =>
      stageJson(String(refId), { status: refId <= complete ? 'SUCCEEDED' : 'NOT_STARTED' }),
    );
    expect(glance(execution({ status: 'RUNNING', stages }), LABELS).progress?.label).toBe(label);
  });

  test('without labels the stages tell their own names, and without stages there is no progress to tell', () => {
    expect(
      glance(execution({ status: 'RUNNING', stages: [stageJson('1', { name: 'Orca warms up' })] }), []).progress,
    ).toEqual({
      done: 0,
      total: 1,
      label: 'the engine warms up',
    });
    expect(glance(execution({ status: 'RUNNING', stages: [] }), []).progress).toBeUndefined();
    expect(glance(execution({ status: 'RUNNING', stages: [] }), LABELS).progress).toBeUndefined();
  });

  test('impossible times are left out', () => {
    expect(glance(execution({ startTime: 1e20, endTime: 'soon' }), LABELS)).not.toHaveProperty('startedAt');
  });

  test('a cancelled execution tells the reason the engine gives', () => {
    const canceled = execution({
      status: 'CANCELED',
      canceledBy: 'spinnaker',
      cancellationReason: 'a newer one superceded it',
    });
    expect(glance(canceled, LABELS).warnings.join()).toMatch(/newer one/);
  });

  test('an approval that is waited for, a pause and a step passed over are told while it runs', () => {
    const stages = [
      stageJson('1', { status: 'FAILED_CONTINUE' }),
      stageJson('2', { type: 'manualJudgment', status: 'RUNNING' }),
      stageJson('3', { status: 'NOT_STARTED' }),
    ];
    expect(glance(execution({ status: 'RUNNING', stages }), LABELS).warnings).toEqual([
      'Step "Prepare" failed and was passed over',
      'Step "Roll out" waits for an approval, which is given in the engine',
    ]);
    expect(glance(execution({ status: 'PAUSED' }), LABELS).warnings).toEqual(['The work was paused in the engine']);
  });

  test('the end of a first run is not the end of the run that was restarted', () => {
    const times = { startTime: 2_000, endTime: 1_000 };
    expect(glance(execution({ status: 'RUNNING', ...times }), LABELS)).not.toHaveProperty('finishedAt');
    expect(glance(execution({ status: 'TERMINAL', ...times }), LABELS)).toHaveProperty('finishedAt');
  });

  test('each step that has begun has the times of its stages', () => {
    const timed = (refId: string, startTime: number, endTime?: number) =>
      stageJson(refId, {
        startTime,
        ...(endTime === undefined ? { status: 'RUNNING', endTime: undefined } : { endTime }),
      });
    const stages = [
      timed('1', 1000, 2000),
      timed('2', 2000, 4000),
      timed('3', 4000),
      { ...stageJson('4'), startTime: undefined, endTime: undefined, status: 'NOT_STARTED' },
    ];
    const begun = (labels: readonly string[]) => glance(execution({ status: 'RUNNING', stages }), labels).steps;
    expect(begun(['Prepare', 'Switch'])).toEqual([
      { label: 'Prepare', startedAt: '1970-01-01T00:00:01.000Z', finishedAt: '1970-01-01T00:00:04.000Z' },
      { label: 'Switch', startedAt: '1970-01-01T00:00:04.000Z' },
    ]);
    expect(begun(['a', 'b', 'c', 'd'])?.map(({ label }) => label)).toEqual(['a', 'b', 'c']);
    expect(begun([])?.map(({ label }) => label)).toEqual(['Stage 1', 'Stage 2', 'Stage 3']);
  });
});
