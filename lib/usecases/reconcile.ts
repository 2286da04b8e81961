import { freshnessFor, isStale } from '../domain/freshness.ts';
import type { DeploymentRecord, Pulse } from '../domain/records.ts';
import { isOverdue, stall } from '../domain/stall.ts';
import { iso, secondsBetween } from '../domain/time.ts';
import { gather } from '../domain/write.ts';
import { EngineFault, type Observation } from '../ports/engine.ts';
import { changeRecord } from './change-record.ts';
import { crashPoint } from './crash-points.ts';
import { callEngine } from './engine-call.ts';
import { handOver } from './hand-over.ts';
import { follow, takeIn } from './observe.ts';
import { settleDue } from './settle.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine' | 'workflow'>;

const PAGE = 200;
const BATCH = 50;
/** How long a pass may spend on handing over, within the minute until the next one. */
const PENDING_SECONDS = 40;

export type Reconciled = {
  readonly inFlight: number;
  readonly handedOver: number;
  readonly observed: number;
  readonly faults: number;
};

/**
 * Repairs whatever crashed: everything in flight is handed over or looked at by the same functions that the machine
 * runs, so that a machine is never needed for correctness. One pass; safe to run at any time, also twice at once.
 */
export const reconcile = async (world: Needs): Promise<Reconciled> => {
  const started = world.clock.now();
  const inFlight = await everythingInFlight(world);
  const freshnessSeconds = freshnessFor(inFlight.length);
  const pulse: Pulse = { inFlight: inFlight.length, freshnessSeconds, at: iso(started), engineType: world.engine.kind };
  await probe(world);
  const running = inFlight.filter((record) => record.executionId !== undefined && isStale(record, pulse, started));
  let faults = 0;
  for (let start = 0; start < running.length; start += BATCH) {
    faults += await observeBatch(world, running.slice(start, start + BATCH));
  }
  for (const record of inFlight) if (isOverdue(record, started)) await markStalled(world, record);
  const pending = inFlight.filter((record) => record.executionId === undefined);
  // Each may cost several timeouts of an engine that does not answer; the others have machines of their own.
  let handedOver = 0;
  for (const record of pending) {
    if (secondsBetween(iso(started), world.clock.now()) > PENDING_SECONDS) break;
    faults += await guarded(() => revive(world, record));
    handedOver += 1;
  }
  faults += await settleDue(world, inFlight);
  // The last word of a pass: without it, the sanity endpoint says that reconciliation does not run.
  await world.store.commit({ pulse });
  return { inFlight: inFlight.length, handedOver, observed: running.length, faults };
};

const everythingInFlight = async ({ store }: Needs): Promise<DeploymentRecord[]> => {
  const all: DeploymentRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listInFlight({ limit: PAGE, cursor });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
};

/** An open breaker keeps others from asking, so that somebody has to: how is it? */
const probe = async (world: Needs): Promise<void> => {
  const { breaker } = await world.store.read({ breaker: 'plane' });
  if (!breaker || breaker.failures === 0) return;
  await guarded(() =>
    callEngine(world, async () => {
      const health = await world.engine.health();
      if (!health.ok)
        throw new EngineFault('UNAVAILABLE', health.detail ?? 'The engine is not well', { ambiguous: false });
    }),
  );
};

/** One that never got its machine, or whose machine died, gets both the hand-over and a machine. */
const revive = async (world: Needs, record: DeploymentRecord): Promise<void> => {
  const { status } = await handOver(world, record.id);
  if (status === 'HANDED_OVER') await follow(world, record.id);
  crashPoint('reconcile: handed over, machine not started');
  await world.workflow.begin(record.id);
};

/** How many could not be helped. */
const observeBatch = async (world: Needs, records: readonly DeploymentRecord[]): Promise<number> => {
  const watched = records.flatMap(({ executionId, order }) =>
    executionId === undefined ? [] : { executionId, steps: order.steps },
  );
  let alone = 0;
  const together = await guarded(async () => {
    const seen = await callEngine(world, () => world.engine.observeMany(watched));
    for (const record of records) alone += await guarded(() => takeInOne(world, record, seen));
  });
  return together + alone;
};

/** The engine may say nothing of it, or nobody may have been able to ask; past its deadline people are told all the same. */
const markStalled = (world: Needs, { id }: DeploymentRecord): Promise<unknown> =>
  guarded(() =>
    changeRecord(world, id, (record) => {
      const write = stall(record, world.clock.now());
      return write && { record: write.update.after, change: gather([write]) };
    }),
  );

/** An execution that the batch does not know is asked for by itself; one that is to be stopped needs more than a look. */
const takeInOne = async (
  world: Needs,
  record: DeploymentRecord,
  seen: ReadonlyMap<string, Observation>,
): Promise<void> => {
  const observation = seen.get(record.executionId ?? '');
  if (!observation || record.cancelRequested) await follow(world, record.id);
  else await takeIn(world, record.id, observation);
};

/** One that cannot be helped now must not keep the others from help; the next pass tries again. */
const guarded = async (work: () => Promise<unknown>): Promise<0 | 1> => {
  try {
    await work();
    return 0;
  } catch {
    return 1;
  }
};
