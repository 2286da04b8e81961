import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { liveStrays } from '../../lib/domain/strays.ts';
import { armCrashPoints } from '../../lib/usecases/crash-points.ts';
import type { PlainItem } from './attributes.ts';
import { makerOf, openWorld } from './cast.ts';
import { type Deeds, deedsOf } from './deeds.ts';
import { openDoor } from './door.ts';
import { openEngine, type SimulatedEngine } from './engine.ts';
import { judgeAccepted, judgeEnd } from './judge-engine.ts';
import { judgeRollback } from './judge-rollback.ts';
import { openSwitchWatch } from './judge-switch.ts';
import { openUpkeep } from './judge-upkeep.ts';
import { openMachines } from './machines.ts';
import { openSealing, type Sealing } from './sealing.ts';
import { openStage, type Stage } from './stage.ts';
import type { Step } from './steps.ts';
import type { Table } from './table.ts';
import { openWitness, type Witness } from './witness.ts';

/** One run: a world, and the means to play steps in it. */
export type Play = {
  readonly stage: Stage;
  readonly table: Table;
  readonly witness: Witness;
  readonly engine: SimulatedEngine;
  readonly machines: ReturnType<typeof openMachines>;
  readonly deeds: Deeds;
  readonly sealing: Sealing;
  /** Deployments by who made them. */
  readonly made: ReadonlyMap<number, string>;
  /** Created, and not yet delivered by the stream. */
  readonly undelivered: Set<string>;
  /** Since when it is known of an execution that it is one too many and runs. */
  readonly strayedAt: ReadonlyMap<string, number>;
  readonly step: (step: Step) => Promise<void>;
  /** Throws the first violation there is. */
  readonly check: () => void;
  readonly close: () => Promise<void>;
};

export type Opening = {
  readonly seed: string;
  readonly startAt: number;
  /** What is in the table when the run begins. */
  readonly items: readonly PlainItem[];
  readonly openTable: (now: () => number) => Promise<Table>;
  readonly seen: (what: string) => void;
};

export const openPlay = async ({ seed, startAt, items, openTable, seen }: Opening): Promise<Play> => {
  const stage = openStage(startAt, seen);
  const table = await openTable(stage.now);
  await table.changes();
  const made = new Map<number, string>();
  const undelivered = new Set<string>();
  const strayedAt = new Map<string, number>();
  /** In the order in which they were written. */
  const successes: DeploymentRecord[] = [];
  let written = false;

  const onRecord = (before: DeploymentRecord | undefined, after: DeploymentRecord): void => {
    if (!before) {
      made.set(makerOf(after.id), after.id);
      undelivered.add(after.id);
      deeds.created(after);
      judgeRollback(witness, after, { successes, canStop: engine.engine.abilities.cancel });
    }
    if (after.state === 'SUCCEEDED' && before?.state !== 'SUCCEEDED') successes.push(after);
    judgeEnd(
      witness,
      after,
      engine.all().filter(({ order }) => order.deploymentId === after.id),
    );
    deeds.recorded(before, after);
    for (const { id } of liveStrays(after.handOver)) if (!strayedAt.has(id)) strayedAt.set(id, stage.now());
  };
  const onThing: Parameters<typeof openWitness>[0]['onThing'] = (before, after) => {
    for (const { wrote } of [upkeep, switched, sealing, door]) wrote(before, after);
  };
  const witness: Witness = openWitness({ seen, onRecord, onThing });
  const upkeep = openUpkeep(stage, () => witness);
  const switched = openSwitchWatch(stage, () => witness);
  const sealing = openSealing({ stage, witness: () => witness });
  const door = openDoor({ stage, witness: () => witness, seen });
  const engine = openEngine(
    seed,
    { now: stage.now, outside: (method, perform) => deeds.toEngine(method, perform) },
    {
      accepted: (execution, earlier) => judgeAccepted(witness, execution, { earlier, all: engine.all() }),
      overasked: (what) =>
        witness.report('abilities', { about: [], sentence: `The engine is asked for ${what}, which it cannot do` }),
    },
  );
  const machines = openMachines(stage.now);
  const { world, client } = openWorld({
    stage,
    table,
    seed,
    engine: engine.connected,
    written: async () => {
      const changes = await table.changes();
      witness.take(changes);
      deeds.wrote(stage.current(), changes);
      door.noticeLimits();
      written = true;
    },
    begin: machines.begin,
    seen,
  });
  const deeds = deedsOf({
    world,
    engine: () => engine,
    stage,
    witness,
    upkeep,
    switched,
    sealing,
    door,
    machines,
    made,
    undelivered,
    seen,
  });
  witness.take(items.map((after) => ({ before: undefined, after })));
  door.noticeLimits();
  armCrashPoints(stage.crashPoint);

  const check = (): void => {
    machines.notice();
    // What one write may do is judged with each.
    if (written) witness.judge(new Date(stage.now()), deeds.undecided());
    written = false;
    const [first] = witness.broken;
    if (first) throw first;
  };

  const carryOut = async (step: Step): Promise<void> => {
    if (step.do === 'set out') return deeds.setOut(step);
    if (step.do === 'wait') return stage.wait(step.seconds);
    if (step.do === 'go on') return goOn(stage, step);
    if (step.do === 'lag') {
      table.faults.gsiLagMs = step.ms;
      return;
    }
    if (step.do === 'machines end') {
      seen('machines · end');
      return machines.end();
    }
    seen(`engine · ${step.what}`);
    if (step.what === 'goes down') engine.goDown();
    if (step.what === 'comes back') engine.comeBack();
    if (step.what === 'restarts') engine.restart();
    if (step.what === 'is replaced' || step.what === 'is connected again') engine.replace(step.what === 'is replaced');
  };

  return {
    stage,
    table,
    witness,
    engine,
    machines,
    deeds,
    sealing,
    made,
    undelivered,
    strayedAt,
    step: async (step) => {
      await carryOut(step);
      check();
    },
    check,
    close: async () => {
      armCrashPoints(undefined);
      client.destroy();
      await table.close();
    },
  };
};

const goOn = async (stage: Stage, { who, nth, how, more }: Extract<Step, { do: 'go on' }>): Promise<void> => {
  const callsOf = () => stage.calls().filter(({ actor }) => actor.number === who);
  const mine = callsOf();
  const call = mine[nth % Math.max(1, mine.length)];
  if (!call) return;
  await stage.go(call, how);
  for (let left = more; left > 0; left -= 1) {
    const [next] = callsOf();
    // To ask the engine is a decision of its own.
    if (!next || next.method === 'engine.start') return;
    await stage.go(next, 'ok');
  }
};
