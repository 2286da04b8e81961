import { type Advance, advance, type Seen } from '../domain/advance.ts';
import { finishAgainIn } from '../domain/finish-again.ts';
import { isStale, isWatched, nextLook, type Sight } from '../domain/freshness.ts';
import { isNews } from '../domain/news.ts';
import { orderOf } from '../domain/order.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { isTerminal } from '../domain/states.ts';
import { iso, secondsBetween } from '../domain/time.ts';
import { gather, writeRecord } from '../domain/write.ts';
import { EngineFault } from '../ports/engine.ts';
import { changeRecord } from './change-record.ts';
import { crashPoint } from './crash-points.ts';
import { endDeployment } from './end-deployment.ts';
import { callEngine, keepsFromAll } from './engine-call.ts';
import { isElsewhere } from './other-engine.ts';
import { runsAlone } from './settle.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine'>;

/** What the machine does next. `NOT_HANDED_OVER`: back to the hand-over. */
export type Observed = {
  readonly status: 'IN_FLIGHT' | 'ENGINE_FINISHED' | 'NOT_HANDED_OVER' | 'DONE';
  readonly waitSeconds: number;
};

const DONE: Observed = { status: 'DONE', waitSeconds: 1 };

/** Between two requests to stop, if the engine does not react. */
const CANCEL_AGAIN_SECONDS = 30;

/** A machine's look at the engine, where nobody else looks; writes down what has changed. */
export const observe = async (world: Needs, deploymentId: string): Promise<Observed> => {
  const { record, sight, breaker } = await readSight(world, deploymentId);
  const now = world.clock.now();
  // Once it is known to be out of reach, only whoever asks how it is asks it.
  const rests = isWatched(sight.watch, now) || breaker?.state === 'open';
  return rests && record?.executionId !== undefined && !isTerminal(record.state)
    ? { status: 'IN_FLIGHT', waitSeconds: nextLook(record, sight.watch, now) }
    : lookUnlessFresh(world, record, sight);
};

const readSight = async ({ store }: Needs, deploymentId: string) => {
  const keys = { deployment: deploymentId, pulse: 'plane', watch: 'plane', breaker: 'plane' } as const;
  const { deployment: record, breaker, ...sight } = await store.read(keys);
  return { record, breaker, sight };
};

/** Looks, unless somebody did a moment ago, and writes down what has changed. */
const lookUnlessFresh = async (world: Needs, record: DeploymentRecord | undefined, sight: Sight): Promise<Observed> => {
  if (!record || isTerminal(record.state)) return DONE;
  if (record.executionId === undefined) return { status: 'NOT_HANDED_OVER', waitSeconds: 1 };
  const now = world.clock.now();
  const inFlight: Observed = { status: 'IN_FLIGHT', waitSeconds: nextLook(record, sight.watch, now) };
  if (!isStale(record, sight, now)) return inFlight;
  const seen = await askInFull(world, record);
  const kind = seen && (await writeProgress(world, record.id, seen)).kind;
  if (kind === 'ended') return { status: 'ENGINE_FINISHED', waitSeconds: 1 };
  await stopIfAsked(world, record);
  return inFlight;
};

/** Ends the deployment as the engine did. Writes a terminal state from nothing but a terminal observation. */
export const finishObserved = async (world: Needs, deploymentId: string): Promise<Observed> => {
  const { record, sight } = await readSight(world, deploymentId);
  if (!record || isTerminal(record.state)) return DONE;
  if (!(await runsAlone(world, record))) {
    return { status: 'IN_FLIGHT', waitSeconds: finishAgainIn(record, world.clock.now()) };
  }
  const seen = await askInFull(world, record);
  if (!seen) return { status: 'IN_FLIGHT', waitSeconds: nextLook(record, sight.watch, world.clock.now()) };
  const ended = await endAs(world, deploymentId, seen);
  return isTerminal(ended.state)
    ? DONE
    : { status: 'IN_FLIGHT', waitSeconds: nextLook(ended, sight.watch, world.clock.now()) };
};

const endAs = (world: Needs, deploymentId: string, seen: Seen): Promise<DeploymentRecord> => {
  crashPoint('finish: end observed, nothing written');
  return endDeployment(world, deploymentId, (current) => {
    const step = advance(current, seen, world.clock.now());
    return step.kind === 'ended' ? { ...step.ending, refund: false } : undefined;
  });
};

/** Looks, whoever else does, and finishes when that shows an end. */
export const follow = async (world: Needs, deploymentId: string): Promise<Observed> => {
  const { record, sight } = await readSight(world, deploymentId);
  const observed = await lookUnlessFresh(world, record, sight);
  return observed.status === 'ENGINE_FINISHED' ? finishObserved(world, deploymentId) : observed;
};

/**
 * Writes down what was seen with others, or told by the engine. What ended badly at a glance is looked at once more, for
 * the reasons. Answers the record as it is then.
 */
export const writeSeen = async (
  world: Needs,
  deploymentId: string,
  { seen, inFull }: { readonly seen: Seen; readonly inFull: boolean },
): Promise<DeploymentRecord> => {
  const { kind, record } = await writeProgress(world, deploymentId, seen);
  if (kind !== 'ended') return record;
  if (!inFull && (seen.status === 'FAILED' || seen.status === 'ROLLED_BACK')) {
    await finishObserved(world, deploymentId);
    return changeRecord(world, deploymentId, () => undefined);
  }
  return (await runsAlone(world, record)) ? endAs(world, deploymentId, seen) : record;
};

/** The engine's view in full; `undefined` when it cannot be had now. */
const askInFull = async (world: Needs, record: DeploymentRecord): Promise<Seen | undefined> => {
  const { executionId } = record;
  if (executionId === undefined || !world.engine.abilities.observation || isElsewhere(record, world)) return undefined;
  try {
    return await callEngine(world, () => world.engine.observe(executionId, orderOf(record)));
  } catch (fault) {
    if (fault instanceof EngineFault) return undefined;
    throw fault;
  }
};

/** Writes a step forward, if it is one; an end is left to the finishing transaction. */
const writeProgress = async (
  world: Needs,
  deploymentId: string,
  seen: Seen,
): Promise<{ readonly kind: Advance['kind']; readonly record: DeploymentRecord }> => {
  crashPoint('observe: engine answered, nothing written');
  let kind: Advance['kind'] = 'none';
  const record = await changeRecord(world, deploymentId, (current) => {
    const step = advance(current, seen, world.clock.now());
    kind = step.kind;
    const news = step.kind === 'progress' && isNews(step.write) ? step.write : undefined;
    return news && { record: news.update.after, change: gather([news]) };
  });
  return { kind, record };
};

/** The record after a request to stop was passed on, or need not be; and whether the engine could be reached for it. */
export type Stop = { readonly record: DeploymentRecord; readonly reached: boolean };

/**
 * A requested stop is passed on, and repeated while the engine does not react. A try that fails counts as one, too: what
 * the engine refuses or does not answer is not asked again at once.
 */
export const stopIfAsked = async (world: Needs, record: DeploymentRecord): Promise<Stop> => {
  const now = world.clock.now();
  const { executionId } = record;
  if (executionId === undefined || !isToBeAsked(world, record, now)) return { record, reached: true };
  const reached = await askToStop(world, executionId, record.id);
  crashPoint('observe: engine asked to stop, nothing written');
  const after = await changeRecord(world, record.id, (current) => {
    if (isTerminal(current.state)) return undefined;
    const write = writeRecord(current, { now: iso(now), set: { cancelSentAt: iso(now) }, entries: [] });
    return { record: write.update.after, change: gather([write]) };
  });
  return { record: after, reached };
};

const isToBeAsked = (world: Needs, record: DeploymentRecord, now: Date): boolean => {
  const { cancelRequested, cancelSentAt, state } = record;
  if (!cancelRequested || isTerminal(state) || !world.engine.abilities.cancel || isElsewhere(record, world))
    return false;
  return cancelSentAt === undefined || secondsBetween(cancelSentAt, now) >= CANCEL_AGAIN_SECONDS;
};

/** Whether the engine could be reached, whatever it answered. */
const askToStop = async (world: Needs, executionId: string, id: string): Promise<boolean> => {
  try {
    await callEngine(world, () => world.engine.cancel(executionId, `Deployment ${id} was canceled in DXCP`));
    return true;
  } catch (fault) {
    if (!(fault instanceof EngineFault)) throw fault;
    return !keepsFromAll(fault);
  }
};
