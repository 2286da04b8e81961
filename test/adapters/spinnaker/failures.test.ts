import { describe, expect, test } from 'vitest';
import { UNRECOGNIZED } from '../../../lib/adapters/spinnaker/classification.ts';
import { RULES } from '../../../lib/adapters/spinnaker/classification-rules.ts';
import { type Execution, parseExecution } from '../../../lib/adapters/spinnaker/execution.ts';
import { failuresOf, rejection } from '../../../lib/adapters/spinnaker/failures.ts';
import { EngineFault, type EngineFaultKind } from '../../../lib/ports/engine.ts';
import { execution, stageJson, syntheticJson, taskException } from './fixtures/executions.ts';
import { FAILURE_CASES } from './fixtures/failure-cases.ts';

const alone = { steps: [], fetch: async () => undefined };
const failed = (fields: object) => execution({ stages: [stageJson('1', { status: 'TERMINAL', ...fields })] });
const ruleOf = (evidence: string | undefined) => /rule "([^"]+)"/.exec(evidence ?? '')?.[1];
const message = (text: string) => ({ context: { message: text } });

describe('Failures of an engine execution', () => {
  test.each(FAILURE_CASES)('$what: $category', async ({ execution: json, rule, category, told }) => {
    const seen = parseExecution(json);
    if (!seen) throw new Error('the case is no execution');
    const [failure, ...others] = await failuresOf(seen, alone);
    expect(others).toEqual([]);
    expect(ruleOf(failure?.evidence)).toBe(rule);
    expect(failure?.category).toBe(category);
    expect(failure?.detail ?? '').toMatch(told);
    expect(failure?.actionHint).not.toBe('');
  });

  test('every rule decides at least one case, and every case names a rule', () => {
    const elsewhere = ['order refused', 'stopped inside'];
    const rules = [...RULES, UNRECOGNIZED].map(({ id }) => id);
    expect(new Set(rules).size).toBe(rules.length);
    expect([...new Set([...FAILURE_CASES.map(({ rule }) => rule), ...elsewhere])].sort()).toEqual(rules.sort());
  });

  test('what no rule recognizes is counted by its types, and only that', async () => {
    const types = await Promise.all(
      FAILURE_CASES.map(async ({ execution: json }) => {
        const seen = parseExecution(json);
        const [failure] = seen ? await failuresOf(seen, alone) : [];
        return failure?.category === 'UNKNOWN' ? failure.unrecognized : `none, of ${failure?.unrecognized}`;
      }),
    );
    expect([...new Set(types)].sort()).toEqual([
      '- / - / none',
      'none, of undefined',
      'wait / - / none',
      'wait / IllegalStateException / exception',
    ]);
    const odd = failed({ type: 'x y', context: taskException('password=hunter2', { errors: ['flux'] }) });
    expect((await failuresOf(odd, alone))[0]?.unrecognized).toBe('? / ? / exception');
  });

  test('the end of the stage is when it was observed', async () => {
    expect((await failuresOf(failed({}), alone))[0]?.observedAt).toBe('2026-03-02T09:00:01.000Z');
  });

  test('the deepest failed synthetic stage gives the reason, its parents are not repeated', async () => {
    const deep = execution({
      stages: [
        syntheticJson('1<3<1', '1<3', { status: 'TERMINAL', ...message('a is too small') }),
        syntheticJson('1<3', '1', { status: 'TERMINAL' }),
        stageJson('1', { name: 'Deploy', status: 'TERMINAL' }),
      ],
    });
    const failures = await failuresOf(deep, { ...alone, steps: ['Roll out'] });
    expect(failures.map(({ detail }) => detail)).toEqual(['Step "Roll out": a is too small']);
  });

  test('a stage that failed itself comes before the stage that was to mend it', async () => {
    const mended = execution({
      stages: [
        syntheticJson('1>1', '1', {
          status: 'TERMINAL',
          syntheticStageOwner: 'STAGE_AFTER',
          endTime: 1,
          ...message('no backup'),
        }),
        stageJson('1', { status: 'TERMINAL', ...message('first'), tasks: [{ name: 'deploy', status: 'TERMINAL' }] }),
      ],
    });
    const failures = await failuresOf(mended, alone);
    expect(failures.map(({ detail }) => detail)).toEqual(['Step "Stage 1": first', 'Step "Stage 1": no backup']);
  });

  test('several branches that failed are all told, the earliest first and what was passed over last', async () => {
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
    expect(failures.map(({ detail }) => detail?.replace(/^.*: /, ''))).toEqual(['earlier', 'later', 'passed over']);
  });

  test('of a stage that went on after a failure, the first task that failed knows the cause', async () => {
    const task = (name: string, status: string, said: string) => ({
      name,
      status,
      taskExceptionDetails: taskException('X', { errors: [said] }),
    });
    const stage = {
      status: 'FAILED_CONTINUE',
      context: taskException('X', { errors: ['the last word'] }),
      tasks: [
        task('a', 'SUCCEEDED', 'recovered'),
        task('b', 'FAILED_CONTINUE', 'the cause'),
        task('c', 'FAILED_CONTINUE', 'the last word'),
      ],
    };
    expect((await failuresOf(failed(stage), alone))[0]?.detail).toBe('Step "Stage 1": the cause');
  });

  test.each([
    [
      'a call to another system',
      { type: 'webhook', context: { webhook: { error: 'x', statusCodeValue: 500 } } },
      'system down',
    ],
    [
      'an operation of the cloud',
      { context: { 'kato.tasks': [{ status: { failed: true }, history: [{ status: 'x' }] }] } },
      'cloud operation',
    ],
  ])('%s that failed is not mistaken for an expression that failed without harm', async (_what, stage, rule) => {
    const harmless = { exception: { details: { error: 'Failed Expression Evaluation', errors: ['no x'] } } };
    const [failure] = await failuresOf(failed({ ...stage, context: { ...stage.context, ...harmless } }), alone);
    expect(ruleOf(failure?.evidence)).toBe(rule);
  });

  test('an exception on a stage that succeeded, or from before a restart, is no failure', async () => {
    const old = taskException('TimeoutException', { errors: ['old'] });
    const seen = execution({
      stages: [
        stageJson('1', { status: 'SUCCEEDED', context: old }),
        stageJson('2', {
          status: 'TERMINAL',
          context: { restartDetails: { previousException: old.exception }, message: 'new' },
        }),
      ],
    });
    expect((await failuresOf(seen, alone)).map(({ detail }) => detail)).toEqual(['Step "Stage 2": new']);
  });

  describe('inside executions that a step had started', () => {
    const child = failed({ name: 'Inner', context: { message: 'CrashLoopBackOff' } });
    const other = failed({ name: 'Other', context: { message: 'Rate exceeded' } });
    const fetch = async (id: string) => ({ child, other })[id];
    const wrapped = (fields: object) => ({
      exception: { details: { errors: ['Exception in child pipeline stage (a: b): it broke'] }, ...fields },
    });

    test('the reason is followed and told under the step the reader knows', async () => {
      const parent = failed({ type: 'pipeline', context: wrapped({ source: { executionId: 'child' } }) });
      const failures = await failuresOf(parent, { steps: ['Roll out'], fetch });
      expect(failures).toMatchObject([{ category: 'APP', detail: 'Step "Roll out": CrashLoopBackOff' }]);
    });

    test('all that were watched and failed are told', async () => {
      const executionStatuses = {
        child: { status: 'TERMINAL' },
        fine: { status: 'SUCCEEDED' },
        other: { status: 'TERMINAL' },
      };
      const parent = failed({ type: 'monitorPipeline', outputs: { executionStatuses } });
      expect((await failuresOf(parent, { steps: [], fetch })).map(({ category }) => category)).toEqual([
        'APP',
        'INFRASTRUCTURE',
      ]);
    });

    test('one that cannot be had is told in the words of its parent, without their wrapping', async () => {
      const parent = failed({ type: 'pipeline', context: wrapped({ source: { executionId: 'gone' } }) });
      expect(await failuresOf(parent, { steps: [], fetch })).toMatchObject([{ detail: 'Step "Stage 1": it broke' }]);
    });

    test('one that DXCP may not read does not keep the deployment from ending; one that does not answer is asked again', async () => {
      const parent = failed({ type: 'pipeline', context: wrapped({ source: { executionId: 'secret' } }) });
      const refuse = (kind: EngineFaultKind) => async () =>
        Promise.reject(new EngineFault(kind, 'no', { ambiguous: false }));
      const seen = await failuresOf(parent, { steps: [], fetch: refuse('UNAUTHORIZED') });
      expect(seen).toMatchObject([{ detail: 'Step "Stage 1": it broke' }]);
      await expect(failuresOf(parent, { steps: [], fetch: refuse('TIMEOUT') })).rejects.toThrow(EngineFault);
    });

    test('one that was cancelled says that somebody stopped it', async () => {
      const canceled = execution({ status: 'CANCELED', canceledBy: 'ann', cancellationReason: 'not now', stages: [] });
      const parent = failed({ type: 'pipeline', context: { executionId: 'x' } });
      const [failure] = await failuresOf(parent, { steps: [], fetch: async () => canceled });
      expect(ruleOf(failure?.evidence)).toBe('stopped inside');
      expect(failure).toMatchObject({ category: 'POLICY', detail: 'Step "Stage 1": not now' });
    });

    test('executions nested in each other are read once', async () => {
      const children: Readonly<Record<string, Execution>> = {
        a: failed({ type: 'pipeline', context: { executionId: 'b', message: 'again' } }),
        b: failed({ type: 'pipeline', context: { executionId: 'a', message: 'and again' } }),
      };
      const fetched: string[] = [];
      const again = async (id: string) => {
        fetched.push(id);
        return children[id];
      };
      const parent = failed({ type: 'pipeline', context: { executionId: 'a' } });
      expect(await failuresOf(parent, { steps: [], fetch: again })).toHaveLength(1);
      expect(fetched).toEqual(['a', 'b']);
    });

    test('however many there are, ten are read, none after five reasons, and what was not is told', async () => {
      const many = (prefix: string) =>
        Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${prefix}${index}`, { status: 'TERMINAL' }]));
      const starting = (prefix: string) =>
        failed({ type: 'monitorPipeline', outputs: { executionStatuses: many(prefix) } });
      let fetched = 0;
      const counting = (answer: (id: string) => Execution) => async (id: string) => {
        fetched += 1;
        return answer(id);
      };
      const deep = await failuresOf(starting('a'), { steps: [], fetch: counting((id) => starting(`${id}/`)) });
      expect(fetched).toBeLessThanOrEqual(10);
      expect(deep.length).toBeLessThanOrEqual(5);
      fetched = 0;
      const silent = await failuresOf(starting('a'), { steps: [], fetch: counting(() => execution()) });
      expect(fetched).toBe(10);
      expect(silent[0]?.evidence).toMatch(/^10 of the executions that it had started could not be read/);
      fetched = 0;
      const wide = await failuresOf(starting('a'), { steps: [], fetch: counting(() => failed(message('x'))) });
      expect(fetched).toBe(5);
      expect(wide).toHaveLength(5);
      expect(wide[0]?.evidence).toMatch(/^15 of the executions/);
    });
  });

  test.each([
    ['Required parameter x is missing', 'CONFIG', 'order refused'],
    ['Unmatched expected artifact shop', 'ARTIFACT', 'artifact'],
  ])('a rejected order is told without the wrapping of the engine: %s', (reason, category, rule) => {
    const refused = rejection(
      400,
      `Unable to trigger pipeline (application: shop, pipelineNameOrId: deploy). Error: ${reason}`,
    );
    expect(refused).toMatchObject({ category, detail: reason, retryable: false });
    expect(ruleOf(refused.evidence)).toBe(rule);
  });
});
