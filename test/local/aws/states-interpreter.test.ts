import { describe, expect, it } from 'vitest';
import { readMachine } from '../../../lib/local/aws/states/definition.ts';
import { runMachine } from '../../../lib/local/aws/states/interpreter.ts';
import type { Surroundings } from '../../../lib/local/aws/states/run.ts';
import { manualClock } from './schedule-manual-clock.ts';
import { POLLING, SUBSTITUTIONS } from './states-machine.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const execution = { Id: 'arn:e', Name: 'e', StartTime: '2026-11-21T09:30:00.000Z' };
const task = (more: object) => ({ Type: 'Task', Resource: LAMBDA, Parameters: { FunctionName: 'f' }, ...more });

function run(definition: object, input: unknown, invoke: Surroundings['invoke'] = async (_, payload) => payload) {
  const clock = manualClock();
  const around = { invoke, clock, speed: 1, random: () => 1 };
  const machine = readMachine(JSON.stringify(definition));
  const result = runMachine(machine, { input, execution, signal: new AbortController().signal }, around);
  return { clock, result };
}

const only = (state: object) => ({ StartAt: 'S', States: { S: state } });
const read = (definition: object) => () => readMachine(JSON.stringify(definition));

describe('a machine that uses what the local plane does not run', () => {
  it.each([
    ['JSONata', { QueryLanguage: 'JSONata', ...only({ Type: 'Succeed' }) }],
    ['a Map state', only({ Type: 'Map', End: true })],
    ['another integration', only({ ...task({ End: true }), Resource: 'arn:aws:states:::sqs:sendMessage' })],
    ['an unknown field', only({ ...task({ End: true }), HeartbeatSeconds: 5 })],
    ['a filter in a path', only({ Type: 'Pass', InputPath: '$.list[?(@.a)]', End: true })],
    ['an unknown function', only({ Type: 'Pass', Parameters: { 'a.$': 'States.UUID()' }, End: true })],
    ['an unknown operator', only({ Type: 'Choice', Choices: [{ Variable: '$.a', Equals: 1, Next: 'S' }] })],
    [
      'an operator twice',
      only({ Type: 'Choice', Choices: [{ Variable: '$.a', IsNull: true, IsString: true, Next: 'S' }] }),
    ],
    ['a Wait of two lengths', only({ Type: 'Wait', Seconds: 1, SecondsPath: '$.a', End: true })],
    ['a state that leads nowhere', only({ Type: 'Pass' })],
    ['a state that leads to an unknown one', only({ Type: 'Pass', Next: 'Absent' })],
    ['an unknown first state', { StartAt: 'Absent', States: {} }],
  ])('is refused when it is loaded: %s', (_, definition) => {
    expect(read(definition)).toThrow(/cannot be run/);
  });

  it('is refused when a placeholder stands for nothing', () => {
    expect(() => readMachine(POLLING, {})).toThrow(/StartArn/);
    expect(() => readMachine(POLLING, SUBSTITUTIONS)).not.toThrow();
  });
});

describe('a choice', () => {
  const chosen = async (rule: object, input: unknown) => {
    const result = await run(
      {
        StartAt: 'Choose',
        States: {
          Choose: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
          Yes: { Type: 'Pass', Result: true, End: true },
          No: { Type: 'Pass', Result: false, End: true },
        },
      },
      input,
    ).result;
    return result;
  };

  it.each([
    [{ Variable: '$.a', StringEquals: 'x' }, { a: 'x' }, true],
    [{ Variable: '$.a', StringEquals: 'x' }, { a: 1 }, false],
    [{ Variable: '$.a', StringLessThan: 'b' }, { a: 'a' }, true],
    [{ Variable: '$.a', StringMatches: 'log-*.txt' }, { a: 'log-2026.txt' }, true],
    [{ Variable: '$.a', StringMatches: 'log-*.txt' }, { a: 'log-2026xtxt' }, false],
    [{ Variable: '$.a', StringMatches: 'a\\*' }, { a: 'ab' }, false],
    [{ Variable: '$.a', NumericGreaterThanEquals: 2 }, { a: 2 }, true],
    [{ Variable: '$.a', NumericGreaterThan: 2 }, { a: 2 }, false],
    [{ Variable: '$.a', NumericLessThanPath: '$.b' }, { a: 1, b: 2 }, true],
    [{ Variable: '$.a', BooleanEquals: false }, { a: false }, true],
    [{ Variable: '$.a', BooleanEqualsPath: '$.b' }, { a: true, b: true }, true],
    [{ Variable: '$.a', TimestampLessThan: '2026-11-21T10:00:00Z' }, { a: '2026-11-21T10:30:00+01:00' }, true],
    [{ Variable: '$.a', TimestampEquals: '2026-11-21T10:00:00Z' }, { a: 'today' }, false],
    [{ Variable: '$.a', IsPresent: true }, {}, false],
    [{ Variable: '$.a', IsPresent: false }, {}, true],
    [{ Variable: '$.a', IsNull: true }, { a: null }, true],
    [{ Variable: '$.a', IsNull: false }, { a: 1 }, true],
    [{ Variable: '$.a', IsNumeric: true }, { a: '1' }, false],
    [{ Variable: '$.a', IsString: true }, { a: '1' }, true],
    [{ Variable: '$.a', IsBoolean: true }, { a: false }, true],
    [{ Variable: '$.a', IsTimestamp: true }, { a: '2026-11-21T10:00:00Z' }, true],
    [{ Not: { Variable: '$.a', IsNull: true } }, { a: null }, false],
    [
      {
        Or: [
          { Variable: '$.a', IsPresent: false },
          { Variable: '$.a', NumericEquals: 0 },
        ],
      },
      { a: 0 },
      true,
    ],
    [
      {
        And: [
          { Variable: '$.a', IsPresent: true },
          { Variable: '$.a', NumericEquals: 0 },
        ],
      },
      {},
      false,
    ],
    [{ Variable: "$['a b'].list[1]", StringEquals: 'y' }, { 'a b': { list: ['x', 'y'] } }, true],
    [{ Variable: '$$.Execution.Name', StringEquals: 'e' }, {}, true],
  ])('by %j of %j is %s', async (rule, input, expected) => {
    expect(await chosen(rule, input)).toBe(expected);
  });

  it('of something that is not there fails the execution', async () => {
    await expect(chosen({ Variable: '$.a', NumericEquals: 1 }, {})).rejects.toMatchObject({ name: 'States.Runtime' });
  });

  it('that nothing matches fails the execution', async () => {
    const rule = { Variable: '$.a', NumericEquals: 1, Next: 'S' };
    const { result } = run(only({ Type: 'Choice', Choices: [rule] }), { a: 2 });
    await expect(result).rejects.toMatchObject({ name: 'States.NoChoiceMatched' });
  });
});

describe('data', () => {
  it('flows through input path, parameters, selector, result path and output path', async () => {
    const { result } = run(
      only(
        task({
          InputPath: '$.order',
          Parameters: { FunctionName: 'f', Payload: { 'id.$': '$.id', 'run.$': '$$.Execution.Name', kind: 'x' } },
          ResultSelector: { 'id.$': '$.Payload.id', 'code.$': '$.StatusCode', 'run.$': '$.Payload.run' },
          ResultPath: '$.made.here',
          OutputPath: '$.made',
          End: true,
        }),
      ),
      { order: { id: 7 }, made: { before: 1 } },
    );
    expect(await result).toEqual({ before: 1, here: { id: 7, code: 200, run: 'e' } });
  });

  it('can be computed by the functions of the language', async () => {
    const Parameters = {
      'loops.$': 'States.MathAdd($.loops, 1)',
      'text.$': "States.Format('{} of {}: it\\'s {}', $.loops, 3, States.ArrayLength(States.Array(1, null, true)))",
      'json.$': 'States.JsonToString($.list)',
      'parsed.$': "States.StringToJson('[1]')",
    };
    const { result } = run(only({ Type: 'Pass', Parameters, End: true }), { loops: 1, list: [1, 'a'] });
    expect(await result).toEqual({ loops: 2, text: "1 of 3: it's 3", json: '[1,"a"]', parsed: [1] });
  });

  it('that a null path drops is dropped', async () => {
    const keep = run(only(task({ ResultPath: null, End: true })), { a: 1 });
    expect(await keep.result).toEqual({ a: 1 });
    const empty = run(only({ Type: 'Succeed', OutputPath: null }), { a: 1 });
    expect(await empty.result).toEqual({});
  });
});

describe('a task', () => {
  const failing = (name: string) => () => Promise.reject(Object.assign(new Error('x'), { name }));
  const caught = { Done: { Type: 'Succeed' } };
  const machine = (more: object) => ({ StartAt: 'T', States: { T: task({ ...more, Next: 'Done' }), ...caught } });

  it('puts what it caught where its catcher says', async () => {
    const definition = machine({ Catch: [{ ErrorEquals: ['Broken'], ResultPath: '$.error', Next: 'Done' }] });
    const { result } = run(definition, { id: 1 }, failing('Broken'));
    expect(await result).toMatchObject({ id: 1, error: { Error: 'Broken' } });
  });

  it('that runs longer than its limit times out, which States.TaskFailed does not cover', async () => {
    const definition = machine({
      TimeoutSeconds: 30,
      Catch: [
        { ErrorEquals: ['States.TaskFailed'], ResultPath: '$.wrong', Next: 'Done' },
        { ErrorEquals: ['States.Timeout'], ResultPath: '$.late', Next: 'Done' },
      ],
    });
    const { clock, result } = run(definition, {}, () => new Promise(() => undefined));
    await clock.advance(30_000);
    expect(await result).toMatchObject({ late: { Error: 'States.Timeout' } });
  });

  it('without what its parameters name fails by a name that can be caught', async () => {
    const definition = machine({
      Parameters: { FunctionName: 'f', 'Payload.$': '$.absent' },
      Catch: [{ ErrorEquals: ['States.ParameterPathFailure'], Next: 'Done' }],
    });
    expect(await run(definition, {}).result).toMatchObject({ Error: 'States.ParameterPathFailure' });
  });

  it('counts the attempts of each retrier apart', async () => {
    let calls = 0;
    const names = ['A', 'B', 'A', 'B', 'B'];
    const definition = machine({
      Retry: [
        { ErrorEquals: ['A'], MaxAttempts: 2 },
        { ErrorEquals: ['B'], MaxAttempts: 2 },
      ],
    });
    const { clock, result } = run(definition, {}, () => failing(names[calls++] ?? 'C')());
    const outcome = expect(result).rejects.toMatchObject({ name: 'B' });
    await clock.advance(60_000);
    await outcome;
    expect(calls).toBe(5);
  });
});

describe('an execution', () => {
  it('waits until a moment its data names', async () => {
    const { clock, result } = run(only({ Type: 'Wait', TimestampPath: '$.until', End: true }), {
      until: '2026-11-21T09:31:00Z',
    });
    await clock.advance(59_999);
    expect(clock.sleeping()).toBe(1);
    await clock.advance(1);
    await result;
  });

  it('cannot wait for something that is not a whole number of seconds', async () => {
    const { result } = run(only({ Type: 'Wait', SecondsPath: '$.s', End: true }), { s: 'soon' });
    await expect(result).rejects.toMatchObject({ name: 'States.Runtime' });
  });

  it('fails with the error and cause of a Fail state', async () => {
    const { result } = run(only({ Type: 'Fail', Error: 'Broken', CausePath: '$.why' }), { why: 'because' });
    await expect(result).rejects.toMatchObject({ name: 'Broken', message: 'because' });
  });

  it('that goes round for ever is ended at the length of history AWS keeps', async () => {
    const { result } = run(only({ Type: 'Pass', Next: 'S' }), {});
    await expect(result).rejects.toMatchObject({ name: 'States.Runtime', message: expect.stringContaining('25000') });
  });
});
