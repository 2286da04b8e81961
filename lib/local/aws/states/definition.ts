import * as z from 'zod';
import { compileRule, type Test } from './choice.ts';
import { parsePath } from './path.ts';
import { checkTemplate } from './template.ts';

/**
 * The part of the Amazon States Language the local plane runs: plain JSONPath machines of
 * Task (`lambda:invoke`), Wait, Choice, Pass, Succeed and Fail. Unknown fields and states are refused when the
 * machine is loaded, so that nothing is ignored here that AWS would honour.
 */
const path = z.string().refine(isRunnable(parsePath), 'not a path of plain steps');
const template = z.unknown().refine(isRunnable(checkTemplate), 'not a template that can be filled');
const errorEquals = z.array(z.string()).min(1);
const seconds = z.number().int().min(0);

const retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorEquals,
  IntervalSeconds: z.number().int().min(1).default(1),
  MaxAttempts: z.number().int().min(0).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.number().int().min(1).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});

const catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: errorEquals,
  ResultPath: path.nullable().default('$'),
  Next: z.string(),
});

const named = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONPath').optional() };
const common = {
  ...named,
  InputPath: path.nullable().default('$'),
  OutputPath: path.nullable().default('$'),
};
const onward = { Next: z.string().optional(), End: z.literal(true).optional() };

const task = z.strictObject({
  ...common,
  ...onward,
  Type: z.literal('Task'),
  Resource: z.literal('arn:aws:states:::lambda:invoke'),
  Parameters: template,
  ResultSelector: template.optional(),
  ResultPath: path.nullable().default('$'),
  TimeoutSeconds: z.number().int().min(1).optional(),
  Retry: z.array(retrier).default([]),
  Catch: z.array(catcher).default([]),
});

const wait = z
  .strictObject({
    ...common,
    ...onward,
    Type: z.literal('Wait'),
    Seconds: seconds.optional(),
    SecondsPath: path.optional(),
    Timestamp: z.iso.datetime().optional(),
    TimestampPath: path.optional(),
  })
  .refine(
    (state) => [state.Seconds, state.SecondsPath, state.Timestamp, state.TimestampPath].filter(isGiven).length === 1,
    'a Wait has exactly one of Seconds, SecondsPath, Timestamp and TimestampPath',
  );

const choice = z.strictObject({
  ...common,
  Type: z.literal('Choice'),
  Choices: z.array(z.looseObject({ Next: z.string() }).transform(compileChoice)).min(1),
  Default: z.string().optional(),
});

const pass = z.strictObject({
  ...common,
  ...onward,
  Type: z.literal('Pass'),
  Result: z.unknown().optional(),
  Parameters: template.optional(),
  ResultPath: path.nullable().default('$'),
});

const succeed = z.strictObject({ ...common, Type: z.literal('Succeed') });

const fail = z.strictObject({
  ...named,
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  ErrorPath: path.optional(),
  Cause: z.string().optional(),
  CausePath: path.optional(),
});

const state = z.discriminatedUnion('Type', [task, wait, choice, pass, succeed, fail]);

const machine = z
  .strictObject({
    ...named,
    Version: z.literal('1.0').optional(),
    StartAt: z.string(),
    TimeoutSeconds: z.number().int().min(1).optional(),
    States: z.record(z.string(), state),
  })
  .superRefine((found, issues) => {
    for (const [name, target] of targets(found)) {
      if (!Object.hasOwn(found.States, target)) issues.addIssue(`${name} leads to the unknown state ${target}`);
    }
    for (const [name, each] of Object.entries(found.States)) {
      if ('Next' in each === 'End' in each && !['Choice', 'Succeed', 'Fail'].includes(each.Type)) {
        issues.addIssue(`${name} needs either Next or End`);
      }
    }
  });

export type Machine = z.infer<typeof machine>;
export type State = z.infer<typeof state>;
export type TaskState = z.infer<typeof task>;
export type WaitState = z.infer<typeof wait>;
export type Retrier = z.infer<typeof retrier>;

/**
 * Reads an ASL document, `${Name}` placeholders replaced as a deployment would replace them.
 * Throws an error that lists everything that cannot be run.
 */
export function readMachine(asl: string, substitutions: Readonly<Record<string, string>> = {}): Machine {
  const text = asl.replace(/\$\{(\w+)\}/g, (placeholder, name: string) => {
    const value = substitutions[name];
    if (value === undefined) throw new SyntaxError(`Nothing is given for ${placeholder}`);
    return JSON.stringify(value).slice(1, -1);
  });
  const parsed = machine.safeParse(JSON.parse(text));
  if (!parsed.success) throw new SyntaxError(`The state machine cannot be run:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function targets(found: z.infer<typeof machine>): [name: string, target: string][] {
  const inner = Object.entries(found.States).flatMap(([name, each]): [string, string][] => [
    ...('Next' in each && each.Next !== undefined ? [[name, each.Next] satisfies [string, string]] : []),
    ...('Catch' in each ? each.Catch.map(({ Next }): [string, string] => [name, Next]) : []),
    ...('Choices' in each ? each.Choices.map(({ next }): [string, string] => [name, next]) : []),
    ...('Default' in each && each.Default !== undefined ? [[name, each.Default] satisfies [string, string]] : []),
  ]);
  return [['StartAt', found.StartAt], ...inner];
}

function compileChoice(rule: { Next: string }, issues: z.RefinementCtx): { test: Test; next: string } {
  try {
    return { test: compileRule(rule), next: rule.Next };
  } catch (error) {
    issues.addIssue(error instanceof Error ? error.message : String(error));
    return z.NEVER;
  }
}

function isRunnable<T>(check: (value: T) => unknown): (value: T) => boolean {
  return (value) => {
    try {
      check(value);
      return true;
    } catch {
      return false;
    }
  };
}

const isGiven = (value: unknown): boolean => value !== undefined;
