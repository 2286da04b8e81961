import type { DeploymentRecord } from '../domain/records.ts';
import { isOverdue, stall } from '../domain/stall.ts';
import { iso, secondsBetween } from '../domain/time.ts';
import { gather } from '../domain/write.ts';
import { changeRecord } from './change-record.ts';
import { crashPoint } from './crash-points.ts';
import { guarded } from './guarded.ts';
import { handOver } from './hand-over.ts';
import { follow, stopIfAsked } from './observe.ts';
import { isReachable } from './watch/probe.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'store' | 'clock' | 'ids' | 'engine' | 'workflow' | 'tell'>;

/** How long a pass may spend on handing over and on stops, within the minute until the next one. */
const PASS_SECONDS = 40;

export type Repaired = { readonly handedOver: number; readonly faults: number };

/** Carries on whatever crashed or was given up, by the same functions that the machines run. */
export const repair = async (world: Needs, inFlight: readonly DeploymentRecord[]): Promise<Repaired> => {
  const started = world.clock.now();
  for (const record of inFlight) if (isOverdue(record, started)) await markStalled(world, record);
  const pending = inFlight.filter((record) => record.executionId === undefined);
  // Each may cost several timeouts of an engine that does not answer; the others have machines of their own.
  let handedOver = 0;
  let faults = 0;
  for (const record of inTurn(pending, started)) {
    if (secondsBetween(iso(started), world.clock.now()) > PASS_SECONDS) break;
    faults += await guarded(() => revive(world, record));
    handedOver += 1;
  }
  return { handedOver, faults: faults + (await passStopsOn(world, inFlight, started)) };
};

/** Of an engine that can be looked at, whoever looks tells it what is to stop; of another one, only machines would. */
const passStopsOn = async (world: Needs, inFlight: readonly DeploymentRecord[], started: Date): Promise<number> => {
  const asked = world.engine.abilities.observation ? [] : inFlight.filter(({ cancelRequested }) => cancelRequested);
  if (asked.length === 0 || !(await isReachable(world))) return 0;
  let faults = 0;
  for (const record of inTurn(asked, started)) {
    if (secondsBetween(iso(started), world.clock.now()) > PASS_SECONDS) break;
    faults += await guarded(() => stopIfAsked(world, record));
  }
  return faults;
};

/**
 * Each pass begins elsewhere, so that a few that take all of its time do not keep it from those behind them. Steps of the
 * golden ratio come near to everyone soon, however many there are.
 */
const inTurn = (records: readonly DeploymentRecord[], now: Date): readonly DeploymentRecord[] => {
  const minute = Math.floor(now.getTime() / 60_000);
  const first = Math.floor(((minute * 0.618_033_988_7) % 1) * records.length);
  return [...records.slice(first), ...records.slice(0, first)];
};

/** One that never got its machine, or whose machine died, gets both the hand-over and a machine. */
const revive = async (world: Needs, record: DeploymentRecord): Promise<void> => {
  const { status } = await handOver(world, record.id);
  if (status === 'HANDED_OVER') await follow(world, record.id);
  crashPoint('reconcile: handed over, machine not started');
  await world.workflow.begin(record.id);
};

/** The engine may say nothing of it, or nobody may have been able to ask; past its deadline people are told all the same. */
const markStalled = (world: Needs, { id }: DeploymentRecord): Promise<unknown> =>
  guarded(() =>
    changeRecord(world, id, (record) => {
      const write = stall(record, world.clock.now());
      return write && { record: write.update.after, change: gather([write]) };
    }),
  );
