import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { AwsHandler } from '../http.ts';
import { AwsError, jsonEndpoint, operation } from '../http-json.ts';
import { functionNameOf } from '../lambda.ts';
import { type Machine, readMachine } from './definition.ts';
import { type Execution, type ExecutionLog, openExecutionLog } from './execution-log.ts';
import { type Executions, openExecutions } from './executions.ts';
import type { Surroundings } from './run.ts';

export type StatesOptions = Surroundings & {
  /** Where names are kept, as JSON Lines. */
  readonly file: string;
  /** State machine name → its ASL document and what its `${…}` placeholders stand for. */
  readonly machines: Readonly<Record<string, { asl: string; substitutions?: Readonly<Record<string, string>> }>>;
};

type Loaded = { readonly machine: Machine; readonly asl: string; readonly name: string };

const ACCOUNT = 'us-east-1:000000000000';

export const machineArn = (name: string): string => `arn:aws:states:${ACCOUNT}:stateMachine:${name}`;

const arn = z.string();
const start = z.object({ stateMachineArn: arn, name: z.string().optional(), input: z.string().default('{}') });
const stop = z.object({ executionArn: arn, error: z.string().optional(), cause: z.string().optional() });
const list = z.object({
  stateMachineArn: arn,
  statusFilter: z.string().optional(),
  maxResults: z.number().int().min(0).max(1000).default(0),
  nextToken: z.string().optional(),
});

/**
 * Step Functions: standard workflows that run in memory, with names that stay taken on disk for 90 days.
 * After a restart nothing resumes. `close` stops every execution.
 */
export async function openStates(options: StatesOptions): Promise<{ serve: AwsHandler; close: () => Promise<void> }> {
  const { file, machines, ...around } = options;
  const loaded = new Map(
    Object.entries(machines).map(([name, { asl, substitutions }]): [string, Loaded] => [
      machineArn(name),
      { name, asl, machine: readMachine(asl, substitutions) },
    ]),
  );
  const log = await openExecutionLog(file, around.clock.now);
  const invoke: Surroundings['invoke'] = (name, payload) => around.invoke(functionNameOf(name), payload);
  const executions = openExecutions(log, { ...around, invoke });
  return { serve: endpoint({ loaded, log, executions, now: around.clock.now }), close: executions.close };
}

type Parts = {
  readonly loaded: ReadonlyMap<string, Loaded>;
  readonly log: ExecutionLog;
  readonly executions: Executions;
  readonly now: () => number;
};

function endpoint({ loaded, log, executions, now }: Parts): AwsHandler {
  const machineAt = (stateMachineArn: string): Loaded => {
    const found = loaded.get(stateMachineArn);
    if (found === undefined) throw new AwsError('StateMachineDoesNotExist', `No state machine ${stateMachineArn}`);
    return found;
  };
  const executionAt = (executionArn: string): Execution => {
    const found = log.find(executionArn);
    if (found === undefined) throw new AwsError('ExecutionDoesNotExist', `No execution ${executionArn}`);
    return found;
  };
  return jsonEndpoint('1.0', {
    StartExecution: operation(start, async ({ stateMachineArn, name = randomUUID(), input }) => {
      const { machine, name: machineName } = machineAt(stateMachineArn);
      const execution = draft({ machineArn: stateMachineArn, machineName, name, input, startedAt: now() });
      const taken = log.find(execution.arn);
      if (taken !== undefined) return started(sameOrRefused(taken, input));
      await executions.start(machine, execution);
      return started(execution);
    }),
    DescribeExecution: operation(z.object({ executionArn: arn }), ({ executionArn }) =>
      described(executionAt(executionArn)),
    ),
    StopExecution: operation(stop, async ({ executionArn, error, cause }) => {
      const found = executionAt(executionArn);
      const ended = (await executions.stop(executionArn, { error, cause })) ?? found;
      return { stopDate: seconds(ended.stoppedAt ?? now()) };
    }),
    ListExecutions: operation(list, (input) => {
      machineAt(input.stateMachineArn);
      return listed(log.all(), input);
    }),
    DescribeStateMachine: operation(z.object({ stateMachineArn: arn }), ({ stateMachineArn }) => {
      const { name, asl } = machineAt(stateMachineArn);
      const fixed = { status: 'ACTIVE', type: 'STANDARD', roleArn: 'arn:aws:iam::000000000000:role/local' };
      return { stateMachineArn, name, definition: asl, ...fixed, creationDate: 0 };
    }),
  });
}

function draft(from: { machineArn: string; machineName: string; name: string; input: string; startedAt: number }) {
  if (!/^[\w-]{1,80}$/.test(from.name)) throw new AwsError('InvalidName', `Invalid execution name ${from.name}`);
  if (!isJson(from.input)) throw new AwsError('InvalidExecutionInput', 'The input is not JSON');
  const { machineName, ...kept } = from;
  const executionArn = `arn:aws:states:${ACCOUNT}:execution:${machineName}:${from.name}`;
  return { ...kept, arn: executionArn, status: 'RUNNING' } satisfies Execution;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function sameOrRefused(taken: Execution, input: string): Execution {
  if (taken.status === 'RUNNING' && taken.input === input) return taken;
  throw new AwsError('ExecutionAlreadyExists', `Execution already exists: '${taken.arn}'`);
}

const seconds = (ms: number): number => ms / 1000;

const started = ({ arn: executionArn, startedAt }: Execution): object => ({
  executionArn,
  startDate: seconds(startedAt),
});

const summary = (execution: Execution): object => ({
  executionArn: execution.arn,
  stateMachineArn: execution.machineArn,
  name: execution.name,
  status: execution.status,
  startDate: seconds(execution.startedAt),
  ...(execution.stoppedAt !== undefined && { stopDate: seconds(execution.stoppedAt) }),
});

const described = (execution: Execution): object => {
  const { input, output, error, cause } = execution;
  return { ...summary(execution), input, output, error, cause };
};

/** Newest first; the token is the number of entries already given. */
function listed(all: readonly Execution[], input: z.infer<typeof list>): object {
  const found = all
    .filter((execution) => execution.machineArn === input.stateMachineArn)
    .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter)
    .reverse();
  const from = Number(input.nextToken ?? 0);
  if (!Number.isInteger(from) || from < 0) throw new AwsError('InvalidToken', 'The token is not valid');
  const to = from + (input.maxResults || 100);
  const executions = found.slice(from, to).map(summary);
  return { executions, ...(to < found.length && { nextToken: String(to) }) };
}
