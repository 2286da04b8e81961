import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AwsServer, byTarget, serveAws } from '../../../lib/local/aws/http.ts';
import { machineArn, openStates } from '../../../lib/local/aws/states/endpoint.ts';
import { type ManualClock, manualClock, settle } from './schedule-manual-clock.ts';
import { POLLING, SUBSTITUTIONS } from './states-machine.ts';

const DAY = 24 * 3600 * 1000;
const stateMachineArn = machineArn('deployment');

let directory: string;
let server: AwsServer;
let sfn: SFNClient;
let states: Awaited<ReturnType<typeof openStates>>;
let clock: ManualClock;
let speed: number;
let calls: { name: string; payload: unknown; at: number }[];
let answer: (name: string, payload: unknown) => Promise<unknown>;

const fixed = (asl: object) => ({ asl: JSON.stringify(asl) });

async function boot() {
  const begun = clock.now();
  states = await openStates({
    file: join(directory, 'states', 'executions.jsonl'),
    machines: {
      deployment: { asl: POLLING, substitutions: SUBSTITUTIONS },
      limited: fixed({ StartAt: 'W', TimeoutSeconds: 60, States: { W: { Type: 'Wait', Seconds: 90, End: true } } }),
    },
    invoke: (name, payload) => {
      calls.push({ name, payload, at: (clock.now() - begun) / 1000 });
      return answer(name, payload);
    },
    clock,
    speed,
    random: () => 0.5,
  });
  const mount = { matches: byTarget('AWSStepFunctions'), serve: states.serve, maxBodyBytes: 1_000_000 };
  server = await serveAws({ mounts: [mount], port: 0 });
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  sfn = new SFNClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function shutdown() {
  sfn.destroy();
  await states.close();
  await server.close();
}

async function reboot() {
  await shutdown();
  await boot();
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dxcp-states-'));
  [calls, clock, speed] = [[], manualClock(), 1];
  let left = 2;
  answer = async (name, payload) => ({
    ...Object(payload),
    inFlight: name === 'start' || (name === 'observe' && --left > 0),
    waitSeconds: 10,
  });
  await boot();
});

afterEach(async () => {
  await shutdown();
  await rm(directory, { recursive: true });
});

const start = (name: string, input: string | undefined = '{"id":"d1"}', machine = stateMachineArn) =>
  sfn.send(new StartExecutionCommand({ stateMachineArn: machine, name, input }));
const describeExecution = (executionArn?: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));
const list = async (more: Partial<ListExecutionsCommandInput> = {}) =>
  sfn.send(new ListExecutionsCommand({ stateMachineArn, ...more }));

async function ended(executionArn: string | undefined) {
  for (;;) {
    const found = await describeExecution(executionArn);
    if (found.status !== 'RUNNING') return found;
  }
}

/** Moves time on and gives the disk its turn, until `executionArn` has ended. */
async function endedAfter(ms: number, executionArn: string | undefined) {
  await clock.advance(ms);
  return ended(executionArn);
}

describe('an execution', () => {
  it('starts, waits as long as its data says, observes until it is over and finishes', async () => {
    const { executionArn } = await start('d1');
    const { status, output } = await endedAfter(20_000, executionArn);
    expect(calls.map(({ name, at }) => [name, at])).toEqual([
      ['start', 0],
      ['observe', 10],
      ['observe', 20],
      ['finish', 20],
    ]);
    expect(calls[1]?.payload).toEqual({ id: 'd1', inFlight: true, waitSeconds: 10 });
    expect([status, JSON.parse(output ?? '')]).toEqual(['SUCCEEDED', { id: 'd1', inFlight: false, waitSeconds: 10 }]);
  });

  it('waits a tenth as long at speed 10', async () => {
    speed = 10;
    await reboot();
    const { executionArn } = await start('d1');
    expect((await endedAfter(2000, executionArn)).status).toBe('SUCCEEDED');
    expect(calls.map(({ at }) => at)).toEqual([0, 1, 2, 2]);
  });

  it('describes itself from start to end', async () => {
    const { executionArn, startDate } = await start('d1');
    expect(executionArn).toBe('arn:aws:states:us-east-1:000000000000:execution:deployment:d1');
    const running = await describeExecution(executionArn);
    expect(running).toMatchObject({ name: 'd1', stateMachineArn, status: 'RUNNING', startDate, input: '{"id":"d1"}' });
    expect(running.stopDate).toBeUndefined();
    const done = await endedAfter(20_000, executionArn);
    expect(Number(done.stopDate) - Number(startDate)).toBe(20_000);
  });

  it('tries a failing task again by the error’s name, with growing, capped and jittered pauses', async () => {
    const failure = Object.assign(new Error('502'), { name: 'EngineUnavailable' });
    answer = () => Promise.reject(failure);
    const { executionArn } = await start('d1');
    const { status, output } = await endedAfter(60_000, executionArn);
    expect(calls.map(({ at }) => at)).toEqual([0, 1, 3, 5.5]);
    expect(status).toBe('SUCCEEDED');
    const caught = JSON.parse(output ?? '');
    expect(caught.Error).toBe('EngineUnavailable');
    expect(JSON.parse(caught.Cause)).toEqual({ errorType: 'EngineUnavailable', errorMessage: '502', trace: [] });
  });

  it('does not retry an error its machine does not name', async () => {
    answer = () => Promise.reject(new TypeError('a bug'));
    const { executionArn } = await start('d1');
    const { output } = await ended(executionArn);
    expect([calls.length, JSON.parse(output ?? '').Error]).toEqual([1, 'TypeError']);
  });

  it('that outlives the limit of its machine is timed out', async () => {
    const { executionArn } = await start('slow', '{}', machineArn('limited'));
    expect((await endedAfter(60_000, executionArn)).status).toBe('TIMED_OUT');
    expect(clock.sleeping()).toBe(0);
  });
});

describe('a name', () => {
  it('started again with the same input while running is the same execution', async () => {
    const first = await start('d1');
    await clock.advance(5000);
    expect(await start('d1')).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    await settle();
    expect(calls).toHaveLength(1);
  });

  it('started many times at once runs once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => start('d1')));
    expect(new Set(answers.map(({ executionArn }) => executionArn)).size).toBe(1);
    await settle();
    expect(calls).toHaveLength(1);
  });

  it('with another input already exists', async () => {
    await start('d1');
    await expect(start('d1', '{"id":"d2"}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('stays taken after its execution ended, and after a restart, for 90 days', async () => {
    const { executionArn } = await start('d1');
    await endedAfter(20_000, executionArn);
    await expect(start('d1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await reboot();
    await clock.advance(90 * DAY - 1);
    await expect(start('d1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await clock.advance(1);
    expect((await start('d1')).executionArn).toBe(executionArn);
  });

  it('must be one AWS would take', async () => {
    await expect(start('a b')).rejects.toMatchObject({ name: 'InvalidName' });
    await expect(start('x'.repeat(81))).rejects.toMatchObject({ name: 'InvalidName' });
  });
});

describe('after a restart', () => {
  it('nothing resumes: what was running is aborted, and its name is taken', async () => {
    const { executionArn } = await start('d1');
    await settle();
    await reboot();
    await clock.advance(60_000);
    expect(calls.map(({ name }) => name)).toEqual(['start']);
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'ABORTED',
      cause: 'The local plane stopped',
    });
    await expect(start('d1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('a line torn by a crash is forgotten and the rest is kept', async () => {
    const { executionArn } = await start('d1');
    await shutdown();
    const file = join(directory, 'states', 'executions.jsonl');
    const orphan = { arn: 'arn:orphan', machineArn: stateMachineArn, name: 'o', input: '{}', startedAt: clock.now() };
    await appendFile(file, `${JSON.stringify({ ...orphan, status: 'RUNNING' })}\n{"arn":"arn:torn","mach`);
    await boot();
    expect((await describeExecution(executionArn)).status).toBe('ABORTED');
    expect((await describeExecution('arn:orphan')).status).toBe('ABORTED');
    await expect(describeExecution('arn:torn')).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});

describe('stopping', () => {
  it('ends an execution within its wait and says why', async () => {
    const { executionArn } = await start('d1');
    await clock.advance(5000);
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Operator', cause: 'released' }));
    expect(await describeExecution(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Operator',
      cause: 'released',
    });
    await clock.advance(60_000);
    expect([calls.length, clock.sleeping()]).toEqual([1, 0]);
  });

  it('within the pause before a retry does not call the function again', async () => {
    answer = () => Promise.reject(Object.assign(new Error(), { name: 'EngineUnavailable' }));
    const { executionArn } = await start('d1');
    await clock.advance(500);
    await sfn.send(new StopExecutionCommand({ executionArn }));
    await clock.advance(60_000);
    expect([calls.length, (await describeExecution(executionArn)).status]).toEqual([1, 'ABORTED']);
  });

  it('does not wait for a function that is being called', async () => {
    answer = () => new Promise(() => undefined);
    const { executionArn } = await start('d1');
    await sfn.send(new StopExecutionCommand({ executionArn }));
    expect((await describeExecution(executionArn)).status).toBe('ABORTED');
  });

  it('leaves an execution that has ended as it is', async () => {
    const { executionArn } = await start('d1');
    const done = await endedAfter(20_000, executionArn);
    const { stopDate } = await sfn.send(new StopExecutionCommand({ executionArn }));
    expect(stopDate).toEqual(done.stopDate);
    expect((await describeExecution(executionArn)).status).toBe('SUCCEEDED');
  });

  it('the plane stops every execution and takes no more', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => start(`d${n}`)));
    await clock.advance(5000);
    expect(clock.sleeping()).toBe(50);
    await states.close();
    expect(clock.sleeping()).toBe(0);
    await expect(start('late')).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    states = { ...states, close: async () => undefined };
  });
});

describe('a listing', () => {
  it('holds the newest first, by status, in pages', async () => {
    for (const name of ['a', 'b', 'c']) {
      await start(name);
      await clock.advance(1);
    }
    const a = (await list()).executions?.at(-1);
    await sfn.send(new StopExecutionCommand({ executionArn: a?.executionArn }));
    const running = await list({ statusFilter: 'RUNNING' });
    expect(running.executions?.map(({ name }) => name)).toEqual(['c', 'b']);
    const first = await list({ maxResults: 2 });
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect(first.executions?.map(({ name }) => name)).toEqual(['c', 'b']);
    expect(second.executions?.map(({ name, status }) => [name, status])).toEqual([['a', 'ABORTED']]);
    expect(second.nextToken).toBeUndefined();
  });
});

describe('what is not there', () => {
  it('is refused by the name AWS gives it', async () => {
    const machine = machineArn('absent');
    await expect(start('d1', '{}', machine)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(list({ stateMachineArn: machine })).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(describeExecution('arn:absent')).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    await expect(start('d1', '{')).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });

  it('a machine describes itself with the very document it was given', async () => {
    const machine = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(machine).toMatchObject({ name: 'deployment', status: 'ACTIVE', definition: POLLING });
  });
});

describe('many executions', () => {
  it('a thousand at once all end, each with its own data', async () => {
    answer = async (name, payload) => ({ ...Object(payload), inFlight: name === 'start', waitSeconds: 10 });
    const names = Array.from({ length: 1000 }, (_, n) => `d${n}`);
    await Promise.all(names.map((name) => start(name, JSON.stringify({ id: name }))));
    await clock.advance(10_000);
    for (const name of ['d0', 'd500', 'd999']) {
      const { status, output } = await ended(`arn:aws:states:us-east-1:000000000000:execution:deployment:${name}`);
      expect([status, JSON.parse(output ?? '').id]).toEqual(['SUCCEEDED', name]);
    }
    await expect.poll(async () => (await list({ statusFilter: 'RUNNING' })).executions).toEqual([]);
    expect(calls).toHaveLength(3000);
  });
});
