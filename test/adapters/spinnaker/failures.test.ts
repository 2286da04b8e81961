import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../lib/adapters/spinnaker/execution.ts';
import { failuresOf, rejection } from '../../../lib/adapters/spinnaker/failures.ts';
import { execution, stageJson, syntheticJson, taskException } from './fixtures/executions.ts';

const alone = { steps: [], fetch: async () => undefined };
const failed = (fields: object) => execution({ stages: [stageJson('1', { status: 'TERMINAL', ...fields })] });

describe('Failures of an engine execution', () => {
  test.each<readonly [string, object, string, RegExp]>([
    [
      'a task that threw',
      {
        context: taskException('IllegalStateException', {
          error: 'Unexpected Task Failure',
          errors: ['flux sprocket'],
        }),
      },
      'UNKNOWN',
      /flux sprocket/,
    ],
    [
      'an exception without a list of errors',
      { context: taskException('IllegalStateException', { error: 'flux sprocket', errors: [] }) },
      'UNKNOWN',
      /flux sprocket/,
    ],
    [
      'an exception only its task knows',
      {
        tasks: [
          {
            name: 'deploy',
            status: 'TERMINAL',
            taskExceptionDetails: taskException('X', { errors: ['Insufficient cpu on all nodes'] }),
          },
        ],
      },
      'INFRASTRUCTURE',
      /Insufficient cpu/,
    ],
    [
      'a service of the engine that is down',
      {
        context: taskException('SpinnakerHttpException', {
          error: 'x',
          errors: ['no healthy upstream'],
          kind: 'HTTP',
          status: 503,
        }),
      },
      'INFRASTRUCTURE',
      /no healthy upstream/,
    ],
    [
      'a service of the engine that cannot be reached',
      { context: taskException('SpinnakerNetworkException', { errors: ['no response'], kind: 'NETWORK' }) },
      'INFRASTRUCTURE',
      /no response/,
    ],
    [
      'a stage over its time limit',
      { context: taskException('TimeoutException', { errors: ['WaitForX of stage S timed out after 30 minutes'] }) },
      'TIMEOUT',
      /timed out after 30 minutes/,
    ],
    [
      'a cloud operation with an exception',
      {
        context: {
          'kato.tasks': [
            { id: '1', status: { completed: true, failed: false }, history: [{ status: 'fine' }] },
            {
              id: '2',
              status: { completed: true, failed: true },
              exception: { operation: 'deploy', message: 'ErrImagePull for shop' },
            },
          ],
        },
      },
      'ARTIFACT',
      /ErrImagePull/,
    ],
    [
      'a cloud operation with only a history',
      {
        context: {
          'kato.tasks': [{ status: { failed: true }, history: [{ status: 'begin' }, { status: 'Rate exceeded' }] }],
        },
      },
      'INFRASTRUCTURE',
      /Rate exceeded/,
    ],
    [
      'a manifest that never became stable',
      {
        context: {
          exception: {
            details: { errors: ["'deployment shop' in 'prod' for account a: exceeded its progress deadline"] },
          },
          failureMessages: ['exceeded its progress deadline'],
        },
      },
      'APP',
      /progress deadline/,
    ],
    [
      'a job that failed',
      {
        type: 'runJob',
        context: { jobStatus: { jobState: 'Failed', reason: 'BackoffLimitExceeded', message: 'migration broke' } },
      },
      'APP',
      /BackoffLimitExceeded; migration broke/,
    ],
    [
      'a refused approval',
      { type: 'manualJudgment', context: { judgmentStatus: 'stop', judgmentInput: 'not today' } },
      'POLICY',
      /not today/,
    ],
    [
      'a webhook whose target refused',
      { type: 'webhook', context: { webhook: { error: 'The webhook request failed', statusCodeValue: 422 } } },
      'CONFIG',
      /webhook request failed/,
    ],
    [
      'a webhook whose monitor broke',
      { type: 'webhook', context: { webhook: { monitor: { error: 'monitor broke', statusCodeValue: 500 } } } },
      'INFRASTRUCTURE',
      /monitor broke/,
    ],
    [
      'an expression that cannot be evaluated',
      {
        context: {
          expressionEvaluationSummary: {
            '${#x}': [
              { level: 'INFO', description: 'ok' },
              { level: 'ERROR', description: 'no x' },
            ],
          },
        },
      },
      'CONFIG',
      /no x/,
    ],
    [
      'a policy of the cluster',
      { context: { failureMessage: 'admission webhook "guard" denied the request' } },
      'POLICY',
      /denied/,
    ],
    ['a rollback stage', { type: 'undoRolloutManifest', context: { message: 'no history' } }, 'ROLLBACK', /no history/],
    ['nothing at all', {}, 'UNKNOWN', /Step "Stage 1"/],
  ])('%s is told with its category and reason', async (_what, fields, category, detail) => {
    const [failure, ...others] = await failuresOf(failed(fields), alone);
    expect(others).toEqual([]);
    expect(failure?.category).toBe(category);
    expect(failure?.detail).toMatch(detail);
    expect(failure?.observedAt).toBe('2026-03-02T09:00:01.000Z');
  });

  test('the deepest failed synthetic stage gives the reason, its parents are not repeated', async () => {
    const deep = execution({
      stages: [
        stageJson('1', { name: 'Deploy', status: 'TERMINAL' }),
        syntheticJson('1<3', '1', { status: 'TERMINAL' }),
        syntheticJson('1<3<1', '1<3', {
          type: 'checkPreconditions',
          status: 'TERMINAL',
          context: { context: { expression: 'a > b', expressionResult: 'false', failureMessage: 'a is too small' } },
        }),
      ],
    });
    const failures = await failuresOf(deep, { ...alone, steps: ['Roll out'] });
    expect(failures).toMatchObject([{ category: 'VALIDATION', detail: 'Step "Roll out": a is too small' }]);
  });

  test('several branches that failed are all told, the earliest first and what was passed over last', async () => {
    const message = (text: string) => ({ context: { message: text } });
    const failures = await failuresOf(
      execution({
        stages: [
          stageJson('1', { status: 'FAILED_CONTINUE', endTime: 1, ...message('passed over') }),
          stageJson('3', { status: 'TERMINAL', ...message('later') }),
          stageJson('2', { status: 'STOPPED', ...message('earlier') }),
        ],
      }),
      alone,
    );
    expect(failures.map((failure) => failure.detail?.replace(/^.*: /, ''))).toEqual([
      'earlier',
      'later',
      'passed over',
    ]);
  });

  test('the reason inside a nested execution is followed', async () => {
    const child = failed({ context: { message: 'CrashLoopBackOff' } });
    const parent = failed({
      type: 'pipeline',
      context: {
        exception: { details: { errors: ['Exception in child pipeline stage'] }, source: { executionId: 'child' } },
      },
    });
    const failures = await failuresOf(parent, { steps: [], fetch: async (id) => (id === 'child' ? child : undefined) });
    expect(failures).toMatchObject([{ category: 'APP' }]);
  });

  test('executions nested in each other without end are given up', async () => {
    let fetched = 0;
    const loop: Execution = failed({ type: 'pipeline', context: { executionId: 'loop', message: 'again' } });
    const fetch = async () => {
      fetched += 1;
      return loop;
    };
    expect(await failuresOf(loop, { steps: [], fetch })).toHaveLength(1);
    expect(fetched).toBeLessThanOrEqual(5);
  });

  test.each([
    ['Failed on startup: Unmatched expected artifact shop', 'ARTIFACT'],
    ['Failed on startup: no stage builder for foo', 'CONFIG'],
    ['Failed on startup: Access is denied', 'CONFIG'],
  ])('an execution that never began (%s) is told from its own reason', async (cancellationReason, category) => {
    const neverBegun = execution({
      cancellationReason,
      canceledBy: 'system',
      stages: [stageJson('1', { status: 'NOT_STARTED' })],
    });
    expect(await failuresOf(neverBegun, alone)).toMatchObject([{ category }]);
  });

  test('a rejected order is told without the wrapping of the engine', () => {
    const said =
      'Unable to trigger pipeline (application: shop, pipelineNameOrId: deploy). Error: Required parameter x is missing';
    expect(rejection(400, said)).toMatchObject({
      category: 'CONFIG',
      detail: 'Required parameter x is missing',
      retryable: false,
    });
  });
});
