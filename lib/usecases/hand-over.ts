import type { AuditEvent } from '../contract/audit.ts';
import { failureOf } from '../domain/failures.ts';
import { type HandOverStep, nextStep, released, searchWait } from '../domain/hand-over.ts';
import { orderOf } from '../domain/order.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { isTerminal } from '../domain/states.ts';
import { iso } from '../domain/time.ts';
import { gather, writeRecord } from '../domain/write.ts';
import { type EngineFailure, EngineFault, type FoundExecution, type StartAnswer } from '../ports/engine.ts';
import { changeRecord } from './change-record.ts';
import { crashPoint } from './crash-points.ts';
import { duplicateEvents, stopDuplicates, stopStray } from './duplicates.ts';
import { endDeployment } from './end-deployment.ts';
import { callEngine } from './engine-call.ts';
import { releaseLease, takeLease } from './lease.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine'>;

/** What the machine does next: look again after a while, or go on to watch (or end). */
export type HandedOver =
  | { readonly status: 'WAITING'; readonly waitSeconds: number }
  | { readonly status: 'HANDED_OVER' };

const waiting = (seconds: number): HandedOver => ({ status: 'WAITING', waitSeconds: Math.max(1, seconds) });
const HANDED_OVER: HandedOver = { status: 'HANDED_OVER' };

/**
 * Hands a deployment to the engine: once, whatever crashes in between. Safe to call at any time, any number of times.
 */
export const handOver = async (world: Needs, deploymentId: string): Promise<HandedOver> => {
  const { record, step } = await readStep(world, deploymentId);
  if (step.kind === 'done') return HANDED_OVER;
  if (step.kind === 'wait') return waiting(step.seconds);
  if (step.kind === 'cancel') return cancelUnheard(world, deploymentId, step.why);
  return step.kind === 'request' ? request(world, record) : search(world, record);
};

const readStep = async (
  { store, clock }: Needs,
  deploymentId: string,
): Promise<{ record: DeploymentRecord; step: HandOverStep }> => {
  const record = await changeRecord({ store }, deploymentId, () => undefined);
  const { service, environment, deliveryGroupId } = record;
  const place = { deliveryGroupId, environment };
  const facts = await store.read({ lane: { service, environment }, slots: place, killSwitch: 'plane' });
  return { record, step: nextStep({ ...facts, record, now: clock.now() }) };
};

/** Ends what the engine cannot have heard of, unless it has been asked meanwhile. */
const cancelUnheard = async (world: Needs, deploymentId: string, why: string | undefined): Promise<HandedOver> => {
  const at = iso(world.clock.now());
  await endDeployment(world, deploymentId, (record) =>
    record.handOver.leases === 0
      ? {
          state: 'CANCELED',
          refund: true,
          entries: why === undefined ? [] : [{ type: 'CANCEL_REQUESTED', at, summary: why }],
        }
      : undefined,
  );
  return HANDED_OVER;
};

/** Takes the lease and writes down that a request is about to leave; then, and only then, asks the engine. */
const request = async (world: Needs, record: DeploymentRecord): Promise<HandedOver> => {
  const holder = await takeLease(world, record, { requests: true });
  if (!holder) return giveBackLease(world, record, 1);
  crashPoint('start: lease taken, nothing sent');
  const answer = await ask(world, holder);
  crashPoint('start: engine answered, nothing written');
  if (answer === 'ambiguous') return resolve(world, holder);
  if (answer === 'not sent') return giveBackLease(world, holder);
  if (answer.kind === 'accepted') return adopt(world, holder, answer);
  return rejected(world, holder, answer.failure);
};

const ask = async (world: Needs, record: DeploymentRecord): Promise<StartAnswer | 'ambiguous' | 'not sent'> => {
  try {
    return await callEngine(world, () => world.engine.start(orderOf(record)));
  } catch (fault) {
    if (!(fault instanceof EngineFault)) throw fault;
    return fault.ambiguous ? 'ambiguous' : 'not sent';
  }
};

/** Nothing left the house: the next attempt searches all the same, and asks again when the window has closed. */
const giveBackLease = async (world: Needs, record: DeploymentRecord, seconds = 5): Promise<HandedOver> => {
  await releaseLease(world, record);
  return waiting(seconds);
};

/** An earlier request has an unknown end. Only a search after the window proves that there was none. */
const search = async (world: Needs, record: DeploymentRecord): Promise<HandedOver> => {
  const holder = await takeLease(world, record, { requests: false });
  return holder ? resolve(world, holder) : waiting(1);
};

const resolve = async (world: Needs, record: DeploymentRecord): Promise<HandedOver> => {
  const found = await find(world, record);
  crashPoint('start: searched, nothing written');
  if (found === undefined) return giveBackLease(world, record);
  const [oldest, ...others] = found;
  if (oldest) return adoptOldest(world, record, { oldest, others });
  const seconds = searchWait(record.handOver, world.clock.now());
  if (seconds === 0) return resolveInVain(world, record);
  await releaseLease(world, record);
  return waiting(seconds);
};

/**
 * The window closed without a trace: the engine never started. The lease stays with us until the next request's own
 * replaces it, so that nobody else asks in between.
 */
const resolveInVain = async (world: Needs, record: DeploymentRecord): Promise<HandedOver> => {
  crashPoint('start: searched in vain, not asked again');
  const { killSwitch } = await world.store.read({ killSwitch: 'plane' });
  return record.cancelRequested || killSwitch?.mutationsDisabled
    ? cancelNeverStarted(world, record)
    : request(world, record);
};

const find = async (world: Needs, record: DeploymentRecord): Promise<readonly FoundExecution[] | undefined> => {
  try {
    return await callEngine(world, () => world.engine.find(orderOf(record)));
  } catch (fault) {
    if (fault instanceof EngineFault) return undefined;
    throw fault;
  }
};

/** Ends what the engine provably never started; the quota gets its place back. Only the holder of the lease may. */
const cancelNeverStarted = async (world: Needs, { id, handOver }: DeploymentRecord): Promise<HandedOver> => {
  const ended = await endDeployment(world, id, (record) =>
    record.executionId === undefined && record.handOver.leaseToken === handOver.leaseToken
      ? { state: 'CANCELED', refund: true, entries: [] }
      : undefined,
  );
  return isTerminal(ended.state) ? HANDED_OVER : waiting(1);
};

type Found = { readonly oldest: FoundExecution; readonly others: readonly FoundExecution[] };

/** One execution stays. While the others cannot be stopped nothing is taken in, so that they are found again. */
const adoptOldest = async (world: Needs, record: DeploymentRecord, { oldest, others }: Found): Promise<HandedOver> => {
  if (!(await stopDuplicates(world, record, others))) return giveBackLease(world, record);
  return adopt(world, record, { executionId: oldest.id, audit: duplicateEvents(world, record, others) });
};

type Adopted = { readonly executionId: string; readonly executionUrl?: string; readonly audit?: readonly AuditEvent[] };

/**
 * The engine has it: the record learns the execution, once. When a later attempt was faster, or it has ended, ours is
 * one too many and is stopped.
 */
const adopt = async (
  world: Needs,
  { id }: DeploymentRecord,
  { executionId, executionUrl, audit = [] }: Adopted,
): Promise<HandedOver> => {
  const at = iso(world.clock.now());
  const after = await changeRecord(world, id, (record) => {
    if (isTerminal(record.state) || record.executionId !== undefined) return undefined;
    const write = writeRecord(record, {
      now: at,
      set: {
        state: 'ACTIVE',
        executionId,
        handOver: released(record.handOver),
        ...(executionUrl === undefined ? {} : { executionUrl }),
      },
      entries: [{ type: 'ENGINE_ACCEPTED', at, summary: 'Accepted for execution' }],
    });
    return { record: write.update.after, change: { ...gather([write]), audit } };
  });
  if (after.executionId !== executionId) await stopStray(world, after, { id: executionId, startedAt: at });
  return HANDED_OVER;
};

/**
 * A refusal may still have left an execution behind: it is looked for before the refusal is believed. Once another
 * attempt holds the lease, the word is with that one.
 */
const rejected = async (world: Needs, record: DeploymentRecord, refused: EngineFailure): Promise<HandedOver> => {
  const found = await find(world, record);
  if (found === undefined) return giveBackLease(world, record);
  const [oldest, ...others] = found;
  if (oldest) return adoptOldest(world, record, { oldest, others });
  const at = iso(world.clock.now());
  const failure = failureOf(refused, at);
  await endDeployment(world, record.id, ({ executionId, handOver: { leaseToken } }) =>
    executionId === undefined && leaseToken === record.handOver.leaseToken
      ? {
          state: 'FAILED',
          refund: true,
          failures: [failure],
          entries: [{ type: 'FAILURE_OBSERVED', at, summary: failure.summary, detail: failure.detail }],
          set: refused.evidence === undefined ? {} : { evidence: [refused.evidence] },
        }
      : undefined,
  );
  return HANDED_OVER;
};
