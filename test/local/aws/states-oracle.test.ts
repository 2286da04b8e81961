import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import { readMachine } from '../../../lib/local/aws/states/definition.ts';
import { runMachine } from '../../../lib/local/aws/states/interpreter.ts';
import { manualClock } from './schedule-manual-clock.ts';

/**
 * The library aws-local-stepfunctions reads the same language with its own code: on every machine here,
 * both must come to the same end.
 */
const invoke = async (_: string, payload: unknown) => {
  const { fail, ...rest } = Object(payload);
  if (fail !== undefined) throw Object.assign(new Error('refused'), { name: fail });
  return { seen: rest };
};

const call = (more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'f', 'Payload.$': '$' },
  ...more,
});

const done = { Type: 'Succeed' };

const machines: Record<string, { States: object; inputs: unknown[] }> = {
  'the whole answer of a task': { States: { first: call({ End: true }) }, inputs: [{ a: 1 }, {}] },
  'the payload of a task': {
    States: { first: call({ OutputPath: '$.Payload', End: true }) },
    inputs: [{ a: [1, null] }],
  },
  'a selected result beside the input': {
    States: { first: call({ ResultSelector: { 'x.$': '$.Payload.seen' }, ResultPath: '$.r.s', End: true }) },
    inputs: [{ a: 1 }, { r: { before: true } }],
  },
  'a caught error': {
    States: {
      first: call({ Catch: [{ ErrorEquals: ['A', 'States.TaskFailed'], ResultPath: '$.e', Next: 'D' }], Next: 'D' }),
      D: done,
    },
    inputs: [{ fail: 'A' }, { fail: 'B' }, { ok: 1 }],
  },
  'an uncaught error': {
    States: { first: call({ Catch: [{ ErrorEquals: ['A'], Next: 'D' }], End: true }), D: done },
    inputs: [{ fail: 'B' }],
  },
  'parameters, functions and context': {
    States: {
      first: {
        Type: 'Pass',
        Parameters: {
          'n.$': 'States.MathAdd($.n, -2)',
          't.$': "States.Format('{}-{}', $.t, $.n)",
          deep: [{ 'x.$': '$.list[1]' }],
          'input.$': '$$.Execution.Input',
        },
        ResultPath: '$.p',
        End: true,
      },
    },
    inputs: [{ n: 5, t: 'x', list: [1, 2] }],
  },
  'choices of every type': {
    States: {
      first: {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.a', IsPresent: true },
              { Variable: '$.a', NumericGreaterThan: 2 },
            ],
            Next: 'Big',
          },
          { Not: { Variable: '$.b', BooleanEquals: false }, Next: 'True' },
          {
            Or: [
              { Variable: '$.s', StringEquals: 'x' },
              { Variable: '$.s', StringGreaterThan: 'y' },
            ],
            Next: 'Text',
          },
        ],
        Default: 'None',
      },
      Big: { Type: 'Pass', Result: 'big', End: true },
      True: { Type: 'Pass', Result: 'true', End: true },
      Text: { Type: 'Pass', Result: 'text', End: true },
      None: { Type: 'Fail', Error: 'None', Cause: 'nothing fits' },
    },
    inputs: [
      { a: 3, b: false, s: '' },
      { b: true, s: '' },
      { a: 1, b: false, s: 'x' },
      { b: false, s: 'z' },
      { b: false, s: 'a' },
    ],
  },
};

const cases = Object.entries(machines).flatMap(([name, { States, inputs }]) =>
  inputs.map((input) => ({ name, input, definition: { StartAt: 'first', States } })),
);

type Outcome = { output: unknown } | { error: string };

async function ours(definition: object, input: unknown): Promise<Outcome> {
  const around = { invoke, clock: manualClock(), speed: 1, random: () => 0 };
  const execution = { Id: 'arn', Name: 'e', StartTime: '' };
  const run = { input, execution, signal: new AbortController().signal };
  return runMachine(readMachine(JSON.stringify(definition)), run, around).then(
    (output) => ({ output }),
    (error: Error) => ({ error: error.name }),
  );
}

async function theirs(definition: object, input: unknown): Promise<Outcome> {
  const asl: StateMachineDefinition = JSON.parse(JSON.stringify(definition));
  const taskResourceLocalHandlers = {
    first: async (order: unknown) => {
      const { FunctionName, Payload } = Object(order);
      return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: await invoke(FunctionName, Payload) };
    },
  };
  const { result } = new StateMachine(asl).run(JSON.parse(JSON.stringify(input)), {
    overrides: { taskResourceLocalHandlers },
  });
  return result.then(
    (output) => ({ output }),
    (error: Error) => ({ error: error.cause instanceof Error ? error.cause.name : error.name }),
  );
}

/** The library words causes differently; what is caught is told by its name. */
const withoutCauses = (outcome: Outcome): unknown =>
  JSON.parse(JSON.stringify(outcome, (key, value) => (key === 'Cause' ? undefined : value)));

describe('the interpreter and an independent one', () => {
  it.each(cases)('agree on $name of $input', async ({ definition, input }) => {
    const [mine, other] = await Promise.all([ours(definition, input), theirs(definition, input)]);
    expect(withoutCauses(mine)).toEqual(withoutCauses(other));
  });
});
