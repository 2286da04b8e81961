import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Capacity } from '../../lib/adapters/dynamodb/database.ts';
import { createSeedWriter } from '../../lib/adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../lib/adapters/dynamodb/store.ts';
import { tableDefinition } from '../../lib/adapters/dynamodb/table.ts';
import { createIds } from '../../lib/adapters/system/ids.ts';
import { createEmbeddedDynamo } from '../../lib/local/aws/dynamodb/embedded.ts';
import { readMachine } from '../../lib/local/aws/states/definition.ts';
import { runMachine } from '../../lib/local/aws/states/interpreter.ts';
import { handOver } from '../../lib/usecases/hand-over.ts';
import { hear } from '../../lib/usecases/hear.ts';
import { finishObserved, observe } from '../../lib/usecases/observe.ts';
import { reconcile } from '../../lib/usecases/reconcile.ts';
import { type Course, createCountedEngine } from './counted-engine.ts';
import { createVirtualTime } from './virtual-time.ts';

const TABLE = 'dxcp-bench';
const ASL = readFileSync(new URL('../../lib/workflow/deployment.asl.json', import.meta.url), 'utf8');
const FUNCTIONS = { StartFunctionArn: 'start', ObserveFunctionArn: 'observe', FinishFunctionArn: 'finish' };

/** As the functions say: how long they look after what is in flight. */
const SCHEDULE_SECONDS = 118;
const ASKED_SECONDS = 65;

export type Plane = Awaited<ReturnType<typeof openPlane>>;

/**
 * Everything that follows deployments, in one process and in a time that only passes while all of it waits: the real
 * store on the embedded database, the real adapter, machine definition and use-cases.
 */
export const openPlane = async (courseOf: (deploymentId: string) => Course) => {
  const time = createVirtualTime('2026-11-21T10:00:00.000Z');
  const dynamo = await createEmbeddedDynamo({ now: time.ms });
  await dynamo.ensureTable({ TableName: TABLE, ...tableDefinition });
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    requestHandler: dynamo.requestHandler,
    maxAttempts: 1,
  });
  const used: Capacity[] = [];
  const options = {
    client,
    table: TABLE,
    now: () => time.clock.now(),
    random: Math.random,
    sleep: () => new Promise<void>((resume) => setImmediate(resume)),
    onCapacity: (capacity: Capacity) => used.push(capacity),
  };
  const store = createDynamoStore(options);
  const counted = createCountedEngine(time, courseOf);
  const workflow = { begin: async () => undefined };
  const world = { store, clock: time.clock, ids: createIds(time.clock), engine: counted.engine, workflow };
  const vigil = (seconds: number) => ({ seconds, sleep: time.sleep });
  let transitions = 0;

  const invoke = async (name: string, payload: unknown): Promise<unknown> => {
    const id = typeof payload === 'object' && payload !== null && 'id' in payload ? String(payload.id) : '';
    if (name.endsWith('start')) return { id, waitSeconds: 1, ...(await handOver(world, id)) };
    return { id, ...(await (name.endsWith('observe') ? observe(world, id) : finishObserved(world, id))) };
  };
  const machine = () => {
    const read = readMachine(ASL, FUNCTIONS);
    const States = new Proxy(read.States, {
      get: (states, name) => {
        transitions += 1;
        return Reflect.get(states, name);
      },
    });
    return { ...read, States };
  };

  return {
    ...counted,
    world,
    seed: createSeedWriter(options),
    time,
    used,
    transitions: () => transitions,
    /** The schedule: a pass every minute from now on. */
    schedule: () => {
      const pass = async () => {
        time.at(time.ms() + 60_000, pass);
        await reconcile(world, vigil(SCHEDULE_SECONDS));
      };
      time.spawn(pass);
    },
    /** Somebody heard of a deployment, or asks about it. */
    ask: (deploymentId: string, executionId?: string) => {
      const event = { deploymentId, ...(executionId === undefined ? {} : { executionId }) };
      time.spawn(() => hear(world, event, vigil(ASKED_SECONDS)));
    },
    /** The deployment's machine, from its beginning. */
    runMachine: (id: string) =>
      time.spawn(() =>
        runMachine(
          machine(),
          {
            input: { id },
            execution: { Id: id, Name: id, StartTime: time.clock.now().toISOString() },
            signal: AbortSignal.any([]),
          },
          { invoke, clock: { now: time.ms, sleep: time.sleep }, speed: 1, random: Math.random },
        ),
      ),
    close: async () => {
      client.destroy();
      await dynamo.close();
    },
  };
};
