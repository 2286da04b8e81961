import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AwsServer, byPath, serveAws } from '../../../lib/local/aws/http.ts';
import { functionNameOf, openLambda } from '../../../lib/local/aws/lambda.ts';
import { type ManualClock, manualClock, settle } from './schedule-manual-clock.ts';

const MINUTE = 60_000;

let server: AwsServer;
let lambda: LambdaClient;
let endpoint: ReturnType<typeof openLambda>;
let clock: ManualClock;
let calls: { name: string; payload: unknown }[];
let failures: unknown[];
let answer: (payload: unknown) => Promise<unknown>;

beforeEach(async () => {
  [calls, failures, clock] = [[], [], manualClock()];
  answer = async (payload) => payload;
  endpoint = openLambda({
    invoke: (name, payload) => {
      calls.push({ name, payload });
      return answer(payload);
    },
    knows: (name) => name !== 'absent',
    onError: (failure) => failures.push(failure),
    clock,
    speed: 1,
    maxQueued: 3,
    maxRunning: 2,
  });
  const mount = { matches: byPath('/2015-03-31/functions/'), serve: endpoint.serve, maxBodyBytes: 6_000_000 };
  server = await serveAws({ mounts: [mount], port: 0 });
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  lambda = new LambdaClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
});

afterEach(async () => {
  lambda.destroy();
  await endpoint.close();
  await server.close();
});

const invoke = (payload: unknown, more: Partial<InvokeCommandInput> = {}) =>
  lambda.send(new InvokeCommand({ FunctionName: 'observe', Payload: Buffer.from(JSON.stringify(payload)), ...more }));
const event = (payload: unknown) => invoke(payload, { InvocationType: 'Event' });

describe('a call that waits for its answer', () => {
  it('gets what the function returned', async () => {
    const { StatusCode, Payload, FunctionError } = await invoke({ id: 'd1' });
    expect([StatusCode, Payload?.transformToString(), FunctionError]).toEqual([200, '{"id":"d1"}', undefined]);
    expect(calls).toEqual([{ name: 'observe', payload: { id: 'd1' } }]);
  });

  it('gets null for a function that returned nothing', async () => {
    answer = async () => undefined;
    expect((await invoke({})).Payload?.transformToString()).toBe('null');
  });

  it('is told of the error the function ended with', async () => {
    answer = () => Promise.reject(new RangeError('too far'));
    const { StatusCode, FunctionError, Payload } = await invoke({});
    expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled']);
    const error = JSON.parse(Payload?.transformToString() ?? '');
    expect(error).toEqual({ errorType: 'RangeError', errorMessage: 'too far', trace: [] });
  });

  it('to an unknown function is ResourceNotFoundException, whatever the way of calling', async () => {
    for (const InvocationType of ['RequestResponse', 'Event', 'DryRun'] as const) {
      const call = invoke({}, { FunctionName: 'absent', InvocationType });
      await expect(call).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });

  it('with a payload that is not JSON is refused', async () => {
    const call = invoke({}, { Payload: Buffer.from('{') });
    await expect(call).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    expect(calls).toEqual([]);
  });

  it('may be made without a payload', async () => {
    await lambda.send(new InvokeCommand({ FunctionName: 'observe' }));
    expect(calls).toEqual([{ name: 'observe', payload: {} }]);
  });
});

describe('a dry run', () => {
  it('answers 204 and calls nothing', async () => {
    expect((await invoke({}, { InvocationType: 'DryRun' })).StatusCode).toBe(204);
    expect(calls).toEqual([]);
  });
});

describe('an asynchronous call', () => {
  it('is answered 202 while the function still runs', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answer = () => promise;
    expect((await event({ id: 'd1' })).StatusCode).toBe(202);
    expect(calls).toHaveLength(1);
    resolve();
  });

  it('that fails is tried again after one and two more minutes, then reported', async () => {
    const error = new Error('engine is away');
    answer = () => Promise.reject(error);
    await event({ id: 'd1' });
    await clock.advance(MINUTE - 1);
    expect(calls).toHaveLength(1);
    await clock.advance(1);
    expect(calls).toHaveLength(2);
    expect(failures).toEqual([]);
    await clock.advance(2 * MINUTE);
    expect(calls).toHaveLength(3);
    expect(failures).toEqual([{ functionName: 'observe', payload: { id: 'd1' }, error }]);
  });

  it('that succeeds on a retry is not reported', async () => {
    answer = () => (calls.length === 1 ? Promise.reject(new Error('once')) : Promise.resolve());
    await event({});
    await clock.advance(10 * MINUTE);
    expect([calls.length, failures]).toEqual([2, []]);
  });

  it('runs beside only so many others, and one too many is refused', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    answer = (n) => gates[Number(n)]?.promise ?? Promise.resolve();
    for (const n of [0, 1, 2]) await event(n);
    expect(calls.map(({ payload }) => payload)).toEqual([0, 1]);
    await expect(event(3)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    gates[0]?.resolve();
    await settle();
    expect(calls.map(({ payload }) => payload)).toEqual([0, 1, 2]);
    for (const { resolve } of gates) resolve();
  });

  it('that waits for its retry does not keep others from running', async () => {
    answer = (n) => (n === 'ok' ? Promise.resolve() : Promise.reject(new Error('no')));
    await event(0);
    await event(1);
    await event('ok');
    expect(calls.map(({ payload }) => payload)).toEqual([0, 1, 'ok']);
  });

  it('is dropped when the plane closes, retries included', async () => {
    answer = () => Promise.reject(new Error('no'));
    await event(0);
    await endpoint.close();
    await clock.advance(10 * MINUTE);
    expect([calls.length, clock.sleeping()]).toEqual([1, 0]);
    await expect(event(1)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });
});

describe('a function', () => {
  it.each([
    ['observe', 'observe'],
    ['observe:live', 'observe'],
    ['arn:aws:lambda:us-east-1:000000000000:function:observe', 'observe'],
    ['arn:aws:lambda:us-east-1:000000000000:function:observe:live', 'observe'],
    ['000000000000:function:observe', 'observe'],
  ])('called as %s is %s', async (FunctionName, name) => {
    expect(functionNameOf(FunctionName)).toBe(name);
    await invoke({}, { FunctionName });
    expect(calls[0]?.name).toBe(name);
  });
});
