import { freshnessFor } from '../domain/freshness.ts';
import type { DeploymentRecord } from '../domain/records.ts';
import { iso, secondsBetween } from '../domain/time.ts';
import type { Signal } from '../ports/world.ts';
import { followSwitch } from './configure/follow-switch.ts';
import { setUp } from './configure/set-up.ts';
import { guarded } from './guarded.ts';
import { everythingInFlight } from './in-flight.ts';
import { repair } from './repair.ts';
import { tellDenials } from './tell-denials.ts';
import { everythingUnsettled, isToBeSettled } from './unsettled.ts';
import { isReachable } from './watch/probe.ts';
import { ONCE, type Vigil } from './watch/vigil.ts';
import { watch } from './watch/watch.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine' | 'workflow' | 'tell' | 'initial'>;

export type Reconciled = {
  readonly inFlight: number;
  readonly handedOver: number;
  readonly observed: number;
  readonly faults: number;
};

/**
 * Repairs whatever crashed, then looks after everything in flight for the rest of its minute, and settles what is due, by
 * the same functions that the machines run, so that a machine is never needed for correctness. Safe to run at any time, also twice at once.
 */
export const reconcile = async (world: Needs, vigil: Vigil = ONCE): Promise<Reconciled> => {
  const started = world.clock.now();
  const unrepaired = await repairPlane(world);
  const inFlight = await everythingInFlight(world);
  const reachable = await isReachable(world, inFlight.some(isUnanswered));
  const looked = inFlight.length > 0 && reachable ? await watch(world, { ...vigil, seconds: 0 }, inFlight) : NOTHING;
  const repaired = await repair(world, inFlight);
  await tellOf(world, { inFlight, started, reachable });
  const left = Math.max(0, vigil.seconds - secondsBetween(iso(started), world.clock.now()));
  const watched =
    inFlight.length > 0 || (await isAnythingDue(world))
      ? await watch(world, { ...vigil, seconds: left, patient: true, settles: true })
      : NOTHING;
  return {
    inFlight: inFlight.length,
    handedOver: repaired.handedOver,
    observed: looked.observed + watched.observed,
    faults: unrepaired + looked.faults + repaired.faults + watched.faults,
  };
};

/** What concerns no single deployment. Answers how much of it could not be done. */
const repairPlane = async (world: Needs): Promise<number> => {
  const toldOf = (of: RepairFailed['of']) => (fault: unknown) =>
    world.tell?.({ kind: 'repair failed', of, why: fault instanceof Error ? fault.message : String(fault) });
  const failed = [
    await guarded(() => setUp(world), toldOf('settings')),
    await guarded(() => followSwitch(world), toldOf('kill switch')),
    await guarded(() => tellDenials(world), toldOf('denials')),
  ];
  return failed.reduce((sum: number, one) => sum + one, 0);
};
type RepairFailed = Extract<Signal, { kind: 'repair failed' }>;

const isAnythingDue = async (world: Needs): Promise<boolean> => {
  const now = world.clock.now();
  return (await everythingUnsettled(world)).some((record) => isToBeSettled(world, record, now));
};

/** The engine was asked to begin it and has not said that it did: it may not be able to. */
const isUnanswered = ({ executionId, handOver }: DeploymentRecord): boolean =>
  executionId === undefined && handOver.leases > 0;

const NOTHING = { observed: 0, faults: 0 };

type Pass = { readonly inFlight: readonly DeploymentRecord[]; readonly started: Date; readonly reachable: boolean };

/** The last word of what a pass repairs: without it, the sanity endpoint says that reconciliation does not run. */
const tellOf = async (world: Needs, { inFlight, started, reachable }: Pass): Promise<void> => {
  world.tell?.({ kind: 'engine', reachable });
  const freshnessSeconds = freshnessFor(inFlight.length);
  const pulse = { inFlight: inFlight.length, freshnessSeconds, at: iso(started), engineType: world.engine.kind };
  await world.store.commit({ pulse });
};
