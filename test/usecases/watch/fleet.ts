import { createSeedWriter } from '../../../lib/adapters/dynamodb/seed.ts';
import { createDynamoStore } from '../../../lib/adapters/dynamodb/store.ts';
import { createIds } from '../../../lib/adapters/system/ids.ts';
import { orderOf } from '../../../lib/domain/order.ts';
import type { DeploymentRecord } from '../../../lib/domain/records.ts';
import { type Engine, EngineFault } from '../../../lib/ports/engine.ts';
import { hear } from '../../../lib/usecases/hear.ts';
import { reconcile } from '../../../lib/usecases/reconcile.ts';
import { createVirtualTime } from '../../../scripts/bench/virtual-time.ts';
import { anAdmission } from '../../builders/admission.ts';
import { aRecord, idNumber } from '../../builders/records.ts';
import { createScriptedEngine } from '../../ports/scripted-engine.ts';
import { openLeanTable } from '../../simulation/lean-table.ts';
import { clientOf, TABLE } from '../../simulation/table.ts';

const START = '2026-11-21T12:00:00.000Z';
/** As the functions say: how long a pass of the schedule, and who was asked, look after what is in flight. */
const SCHEDULE_SECONDS = 118;
const ASKED_SECONDS = 65;
const ENGINE_MS = 100;
const GROUP_SIZE = 50;

/** `of`: of so many executions, where it is about many. */
export type Call = { readonly at: number; readonly method: string; readonly of?: number };
export type Fleet = Awaited<ReturnType<typeof openFleet>>;

const earlier = (seconds: number): string => new Date(Date.parse(START) - seconds * 1000).toISOString();

/** A deployment that the engine has, a service of its own. */
const underWay = (number: number): DeploymentRecord =>
  aRecord({
    id: idNumber(number),
    service: `service-${number}`,
    state: 'IN_PROGRESS',
    deliveryGroupId: `group-${Math.floor(number / GROUP_SIZE)}`,
    createdAt: earlier(600),
    updatedAt: earlier(500),
    deadlineAt: '2026-11-22T12:00:00.000Z',
    handOver: { leases: 1, lastRequestAt: earlier(600), searchedAt: earlier(400) },
  });

/** Many instances of the functions over one table and one engine, in a time that passes only while all of them wait. */
export const openFleet = async (size: number, set: (number: number) => Partial<DeploymentRecord> = () => ({})) => {
  const time = createVirtualTime(START);
  const table = openLeanTable(time.ms);
  const client = clientOf(
    table,
    (_, perform) => perform(undefined),
    async () => undefined,
  );
  const options = { client, table: TABLE, now: time.clock.now, random: Math.random, sleep: async () => undefined };
  const store = createDynamoStore(options);
  await createSeedWriter(options).putConfiguration({});
  const scripted = createScriptedEngine(time.clock);
  const calls: Call[] = [];
  const state = { down: false, milliseconds: {} as Record<string, number>, unreadable: new Set<string>() };

  /** Each call is counted when it arrives, and takes its time. */
  const engine: Engine = new Proxy(scripted, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== 'function' || typeof name !== 'string') return found;
      return async (...given: readonly unknown[]) => {
        const [first] = given;
        calls.push({ at: time.ms(), method: name, ...(Array.isArray(first) ? { of: first.length } : {}) });
        await time.sleep(state.milliseconds[name] ?? ENGINE_MS);
        if (state.down) throw new EngineFault('UNAVAILABLE', 'The engine is down', { ambiguous: false });
        const answer: unknown = await Reflect.apply(found, target, given);
        // An engine leaves out what it cannot read.
        if (answer instanceof Map) for (const id of state.unreadable) answer.delete(id);
        return answer;
      };
    },
  });

  /** A process of its own: it shares the table and the engine with the others, and nothing else. */
  const instance = () => ({
    store: { ...store },
    clock: time.clock,
    ids: createIds(time.clock),
    engine,
    workflow: { begin: async () => undefined },
  });

  for (let number = 0; number < size; number += 1) {
    const wanted: DeploymentRecord = { ...underWay(number), ...set(number) };
    const started = await scripted.start(orderOf(wanted));
    if (started.kind === 'rejected') throw new Error('It takes every order');
    await store.commit(anAdmission({ ...wanted, executionId: started.executionId }, GROUP_SIZE));
  }
  const vigil = (seconds: number) => ({ seconds, sleep: time.sleep });
  return {
    time,
    store,
    scripted,
    calls,
    state,
    /** A pass of the schedule every minute from now on, each in an instance of its own. */
    schedule: () => {
      const pass = async () => {
        time.at(time.ms() + 60_000, pass);
        await reconcile(instance(), vigil(SCHEDULE_SECONDS));
      };
      time.spawn(pass);
    },
    /** So many hear of deployments at once, each in an instance of its own. */
    hear: (numbers: readonly number[], seconds = ASKED_SECONDS) => {
      for (const number of numbers) {
        time.spawn(() => hear(instance(), { deploymentId: idNumber(number) }, vigil(seconds)));
      }
    },
    record: async (number: number): Promise<DeploymentRecord> => {
      const { deployment } = await store.read({ deployment: idNumber(number) });
      if (!deployment) throw new Error(`There is no deployment ${number}`);
      return deployment;
    },
  };
};
