import { type Advance, advance, type Seen } from '../domain/advance.ts';
import { isStale, nextLook } from '../domain/freshness.ts';
import { orderOf } from '../domain/order.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { isTerminal } from '../domain/states.ts';
import { iso, secondsBetween } from '../domain/time.ts';
import { gather, writeRecord } from '../domain/write.ts';
import { EngineFault } from '../ports/engine.ts';
import { changeRecord } from './change-record.ts';
import { crashPoint } from './crash-points.ts';
import { endDeployment } from './end-deployment.ts';
import { callEngine } from './engine-call.ts';
import { runsAlone } from './settle.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine'>;

/** What the machine does next. `NOT_HANDED_OVER`: back to the hand-over. */
export type Observed = {
  readonly status: 'IN_FLIGHT' | 'ENGINE_FINISHED' | 'NOT_HANDED_OVER' | 'DONE';
  readonly waitSeconds: number;
};

/** Between two requests to stop, if the engine does not react. */
const CANCEL_AGAIN_SECONDS = 30;
/** Until an end is looked at again that cannot be written while more of the deployment may run. */
const ALONE_SECONDS = 5;

/** Looks at the engine, unless somebody did a moment ago, and writes down what has changed. */
export const observe = async (world: Needs, deploymentId: string): Promise<Observed> => {
  const { deployment: record, pulse } = await world.store.read({ deployment: deploymentId, pulse: 'plane' });
  if (!record || isTerminal(record.state)) return { status: 'DONE', waitSeconds: 1 };
  if (record.executionId === undefined) return { status: 'NOT_HANDED_OVER', waitSeconds: 1 };
  const inFlight: Observed = { status: 'IN_FLIGHT', waitSeconds: nextLook(record, pulse, world.clock.now()) };
  if (!isStale(record, pulse, world.clock.now())) return inFlight;
  await stopIfAsked(world, record);
  const seen = await look(world, record);
  if (!seen) return inFlight;
  crashPoint('observe: engine answered, nothing written');
  const { kind } = await writeProgress(world, deploymentId, seen);
  return kind === 'ended' ? { status: 'ENGINE_FINISHED', waitSeconds: 1 } : inFlight;
};

/** Ends the deployment as the engine did. Writes a terminal state from nothing but a terminal observation. */
export const finishObserved = async (world: Needs, deploymentId: string): Promise<Observed> => {
  const { deployment: record, pulse } = await world.store.read({ deployment: deploymentId, pulse: 'plane' });
  if (!record || isTerminal(record.state)) return { status: 'DONE', waitSeconds: 1 };
  if (!(await runsAlone(world, record))) return { status: 'IN_FLIGHT', waitSeconds: ALONE_SECONDS };
  const seen = await look(world, record);
  if (!seen) return { status: 'IN_FLIGHT', waitSeconds: nextLook(record, pulse, world.clock.now()) };
  crashPoint('finish: end observed, nothing written');
  const ended = await endDeployment(world, deploymentId, (current) => {
    const { ending } = advanced(current, seen, world.clock.now());
    return ending && { ...ending, refund: false };
  });
  return isTerminal(ended.state)
    ? { status: 'DONE', waitSeconds: 1 }
    : { status: 'IN_FLIGHT', waitSeconds: nextLook(ended, pulse, world.clock.now()) };
};

/** Observes, and finishes when that shows an end: what push hints, the ask of a reader and reconciliation use. */
export const follow = async (world: Needs, deploymentId: string): Promise<Observed> => {
  const observed = await observe(world, deploymentId);
  return observed.status === 'ENGINE_FINISHED' ? finishObserved(world, deploymentId) : observed;
};

/** Takes an observation made elsewhere (in a batch); an end is looked at in full before it is written. */
export const takeIn = async (world: Needs, deploymentId: string, seen: Seen): Promise<void> => {
  const { kind } = await writeProgress(world, deploymentId, seen);
  if (kind === 'ended') await finishObserved(world, deploymentId);
};

/** The engine's view in full; `undefined` when it cannot be had now. */
const look = async (world: Needs, record: DeploymentRecord): Promise<Seen | undefined> => {
  const { executionId } = record;
  if (executionId === undefined) return undefined;
  try {
    return await callEngine(world, () => world.engine.observe(executionId, orderOf(record)));
  } catch (fault) {
    if (fault instanceof EngineFault) return undefined;
    throw fault;
  }
};

/** Writes a step forward; an end is left to the finishing transaction. */
const writeProgress = async (world: Needs, deploymentId: string, seen: Seen): Promise<{ kind: Advance['kind'] }> => {
  let kind: Advance['kind'] = 'none';
  await changeRecord(world, deploymentId, (record) => {
    const step = advance(record, seen, world.clock.now());
    kind = step.kind;
    return step.kind === 'progress' ? { record: step.write.update.after, change: gather([step.write]) } : undefined;
  });
  return { kind };
};

const advanced = (record: DeploymentRecord, seen: Seen, now: Date) => {
  const step = advance(record, seen, now);
  return { ending: step.kind === 'ended' ? step.ending : undefined };
};

/** A requested stop is passed on, and repeated while the engine does not react. */
const stopIfAsked = async (world: Needs, record: DeploymentRecord): Promise<void> => {
  const { cancelRequested, cancelSentAt, executionId } = record;
  const now = world.clock.now();
  if (!cancelRequested || executionId === undefined) return;
  if (cancelSentAt !== undefined && secondsBetween(cancelSentAt, now) < CANCEL_AGAIN_SECONDS) return;
  try {
    await callEngine(world, () => world.engine.cancel(executionId, `Deployment ${record.id} was canceled in DXCP`));
  } catch (fault) {
    if (!(fault instanceof EngineFault)) throw fault;
    return;
  }
  crashPoint('observe: engine asked to stop, nothing written');
  await changeRecord(world, record.id, (current) => {
    if (isTerminal(current.state)) return undefined;
    const write = writeRecord(current, { now: iso(now), set: { cancelSentAt: iso(now) }, entries: [] });
    return { record: write.update.after, change: gather([write]) };
  });
};
