import { failureOf } from '../domain/failures.ts';
import { type HandOverStep, nextStep, searchAgainIn, searchWait } from '../domain/hand-over.ts';
import { orderOf } from '../domain/order.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { isTerminal } from '../domain/states.ts';
import { iso, plusSeconds } from '../domain/time.ts';
import { type EngineFailure, EngineFault, type StartAnswer } from '../ports/engine.ts';
import { type Accepted, adopt } from './adopt.ts';
import { changeRecord } from './change-record.ts';
import { crashPoint } from './crash-points.ts';
import { endDeployment } from './end-deployment.ts';
import { callEngine } from './engine-call.ts';
import { releaseLease, takeLease } from './lease.ts';
import { isElsewhere, refuseElsewhere } from './other-engine.ts';
import { type Search, searchFor } from './strays.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine'>;

/** What the machine does next: look again after a while, or go on to watch (or end). */
export type HandedOver =
  | { readonly status: 'WAITING'; readonly waitSeconds: number }
  | { readonly status: 'HANDED_OVER' };

const waiting = (seconds: number): HandedOver => ({ status: 'WAITING', waitSeconds: Math.max(1, seconds) });
/** Between two looks at whether the engine has sent word. */
const WORD_SECONDS = 60;
const HANDED_OVER: HandedOver = { status: 'HANDED_OVER' };

/**
 * Hands a deployment to the engine: once, whatever crashes in between. Safe to call at any time, any number of times.
 */
export const handOver = async (world: Needs, deploymentId: string): Promise<HandedOver> => {
  const { record, step } = await readStep(world, deploymentId);
  if (step.kind === 'done') return HANDED_OVER;
  if (step.kind === 'wait') return waiting(step.seconds);
  if (step.kind === 'cancel') return cancelUnheard(world, deploymentId, step.why);
  if (isElsewhere(record, world)) return refuseElsewhere(world, record);
  return step.kind === 'request' ? request(world, record) : search(world, record);
};

const readStep = async (
  { store, clock }: Needs,
  deploymentId: string,
): Promise<{ record: DeploymentRecord; step: HandOverStep }> => {
  const record = await changeRecord({ store }, deploymentId, () => undefined);
  const { service, environment, deliveryGroupId } = record;
  const place = { deliveryGroupId, environment };
  const keys = { lane: { service, environment }, slots: place, killSwitch: 'plane', breaker: 'plane' } as const;
  const facts = await store.read(keys);
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
  if (answer === 'not sent') return notSent(world, holder);
  if (answer.kind === 'accepted') return takeIn(world, holder, answer);
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

const takeIn = async (world: Needs, { id }: DeploymentRecord, accepted: Accepted): Promise<HandedOver> => {
  await adopt(world, id, accepted);
  return HANDED_OVER;
};

const giveBackLease = async (world: Needs, record: DeploymentRecord, seconds: number): Promise<HandedOver> => {
  await releaseLease(world, record);
  return waiting(seconds);
};

/** The engine cannot be searched now: it is left in peace for longer and longer, whoever comes to ask. */
const searchLater = async (world: Needs, record: DeploymentRecord): Promise<HandedOver> => {
  const seconds = searchAgainIn(record);
  await releaseLease(world, record, { until: plusSeconds(world.clock.now(), seconds) });
  return waiting(seconds);
};

/** Nothing left the house: the next attempt searches all the same, and asks again when the window has closed. */
const notSent = async (world: Needs, record: DeploymentRecord): Promise<HandedOver> => {
  await releaseLease(world, record, { answer: 'unsent' });
  return waiting(5);
};

/** An earlier request has an unknown end. Only a search after the window proves that there was none. */
const search = async (world: Needs, record: DeploymentRecord): Promise<HandedOver> => {
  const holder = await takeLease(world, record, { requests: false });
  return holder ? resolve(world, holder) : waiting(1);
};

const resolve = async (world: Needs, record: DeploymentRecord): Promise<HandedOver> => {
  if (!world.engine.abilities.search) return awaitWord(world, record);
  const searched = await searchFor(world, record);
  crashPoint('start: searched, nothing written');
  if (searched === undefined) return searchLater(world, record);
  if (searched.found.length > 0) return adoptFound(world, record, searched);
  const seconds = searchWait(record.handOver, world.clock.now());
  return seconds === 0 ? resolveInVain(world, record, searched.searchedAt) : giveBackLease(world, record, seconds);
};

/** The oldest stays; the others are too many. */
const adoptFound = (world: Needs, record: DeploymentRecord, { found, searchedAt }: Search): Promise<HandedOver> => {
  const [executionId = '', ...others] = found;
  return takeIn(world, record, { executionId, others, searchedAt });
};

/**
 * The window closed without a trace: the engine never started. The lease stays with us until the next request's own
 * replaces it, so that nobody else asks in between.
 */
const resolveInVain = async (world: Needs, record: DeploymentRecord, searchedAt: string): Promise<HandedOver> => {
  crashPoint('start: searched in vain, not asked again');
  const { killSwitch } = await world.store.read({ killSwitch: 'plane' });
  return record.cancelRequested || killSwitch?.mutationsDisabled
    ? cancelNeverStarted(world, record, searchedAt)
    : request(world, record);
};

/**
 * An engine that cannot be searched might do a repeated order twice. So the order is repeated only if it provably did
 * not leave; otherwise the engine's own word is waited for, and people are told how to find out.
 */
const awaitWord = async (world: Needs, record: DeploymentRecord): Promise<HandedOver> => {
  if (!record.handOver.unsent) {
    await releaseLease(world, record, { answer: 'lost' });
    return waiting(WORD_SECONDS);
  }
  const now = world.clock.now();
  const seconds = searchWait(record.handOver, now);
  return seconds === 0 ? resolveInVain(world, record, iso(now)) : giveBackLease(world, record, seconds);
};

/** Ends what the engine provably never started; the quota gets its place back. Only the holder of the lease may. */
const cancelNeverStarted = async (
  world: Needs,
  { id, handOver }: DeploymentRecord,
  searchedAt: string,
): Promise<HandedOver> => {
  const ended = await endDeployment(world, id, (record) =>
    record.executionId === undefined && record.handOver.leaseToken === handOver.leaseToken
      ? { state: 'CANCELED', refund: true, entries: [], set: { handOver: { ...record.handOver, searchedAt } } }
      : undefined,
  );
  return isTerminal(ended.state) ? HANDED_OVER : waiting(1);
};

/**
 * A refusal may still have left an execution behind: it is looked for before the refusal is believed, and once more
 * when the window has closed; only then does the quota get its place back. Once another attempt holds the lease, the
 * word is with that one.
 */
const rejected = async (world: Needs, record: DeploymentRecord, refused: EngineFailure): Promise<HandedOver> => {
  const searchable = world.engine.abilities.search;
  const searched = searchable ? await searchFor(world, record) : undefined;
  if (searchable && searched === undefined) return searchLater(world, record);
  if (searched && searched.found.length > 0) return adoptFound(world, record, searched);
  const at = iso(world.clock.now());
  const failure = failureOf(refused, at);
  await endDeployment(world, record.id, ({ executionId, handOver: { leaseToken } }) =>
    executionId === undefined && leaseToken === record.handOver.leaseToken
      ? {
          state: 'FAILED',
          // Of an engine that cannot be searched its word is all the proof there is.
          refund: !searchable,
          failures: [failure],
          entries: [{ type: 'FAILURE_OBSERVED', at, summary: failure.summary, detail: failure.detail }],
          set: refused.evidence === undefined ? {} : { evidence: [refused.evidence] },
        }
      : undefined,
  );
  return HANDED_OVER;
};
