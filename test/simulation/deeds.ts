import { thingOf } from '../../lib/adapters/dynamodb/things.ts';
import type { DeploymentRecord } from '../../lib/domain/records.ts';
import { beginWorkflows } from '../../lib/usecases/begin-workflows.ts';
import { setKillSwitch } from '../../lib/usecases/configure/settings.ts';
import { validate } from '../../lib/usecases/deploy.ts';
import { handOver } from '../../lib/usecases/hand-over.ts';
import { hear } from '../../lib/usecases/hear.ts';
import { finishObserved, observe } from '../../lib/usecases/observe.ts';
import { reconcile } from '../../lib/usecases/reconcile.ts';
import { planRollback } from '../../lib/usecases/rollback.ts';
import { sealAudit } from '../../lib/usecases/sealing/seal-audit.ts';
import { isReachable } from '../../lib/usecases/watch/probe.ts';
import type { World } from '../../lib/usecases/world.ts';
import { openAnswers, type Told } from './answers.ts';
import type { Door } from './door.ts';
import { byAdmin, carryOut, outcomeOf } from './edits.ts';
import type { SimulatedEngine } from './engine.ts';
import type { SwitchWatch } from './judge-switch.ts';
import type { Upkeep } from './judge-upkeep.ts';
import type { openMachines } from './machines.ts';
import { changedRequest, FOREIGN, type Request, requestOf } from './requests.ts';
import { type Sealing, simulatedTools } from './sealing.ts';
import { callers } from './setting.ts';
import type { Actor, Ended, Perform, Stage } from './stage.ts';
import type { Deed, Step, Task } from './steps.ts';
import type { ItemChange } from './table.ts';
import type { Witness } from './witness.ts';

/** What everybody does when they set out, and what must be true of how they come back. */

type Around = {
  /** The world as one process has it. */
  readonly world: () => World;
  readonly engine: () => SimulatedEngine;
  readonly stage: Stage;
  readonly witness: Witness;
  readonly upkeep: Upkeep;
  readonly switched: SwitchWatch;
  readonly sealing: Sealing;
  readonly door: Door;
  readonly machines: ReturnType<typeof openMachines>;
  readonly made: ReadonlyMap<number, string>;
  readonly undelivered: Set<string>;
  readonly seen: (what: string) => void;
};

/** The platform's limits: a request, a task or a stream batch, a pass of the schedule, a person at a keyboard. */
const secondsOf = (kind: Deed['kind']): number => {
  if (kind === 'switch' || kind === 'configure') return 900;
  if (kind === 'reconcile') return 300;
  if (kind === 'seal') return 120;
  return kind === 'machine' || kind === 'stream' || kind === 'hear' ? 60 : 29;
};

const REQUESTS: ReadonlySet<string> = new Set([
  'deploy',
  'validate',
  'roll back',
  'plan',
  'cancel',
  'release',
  'register',
  'again',
  'knock',
]);

type Work = { readonly work: () => Promise<unknown>; readonly end: (ended: Ended) => void };

/** A denial that was put on record: its event, or that it was counted; `undefined` for all else that can be written. */
const denialIn = ({ before, after }: ItemChange): Told | undefined => {
  const thing = after && thingOf(after, simulatedTools);
  if (thing?.kind === 'denials') return { code: thing.value.code };
  return !before && thing?.kind === 'audit' && thing.value.outcome === 'DENIED' ? thing.value : undefined;
};

/** How often somebody came, which is counted whatever comes of it. */
const isCounter = ({ after }: ItemChange): boolean =>
  after !== undefined && thingOf(after, simulatedTools).kind === 'rate';

/** An event is counted by the same change. */
const toldBy = (changes: readonly Told[]): readonly Told[] => {
  const events = changes.filter(({ requestId }) => requestId !== undefined);
  return events.length > 0 ? events : changes;
};

/** Whoever called knows how it went, once the answer is there. */
const noticed = async (actor: Actor | undefined, call: Promise<unknown>): Promise<unknown> => {
  try {
    const answer = await call;
    if (actor) actor.well = true;
    return answer;
  } catch (error) {
    if (actor) actor.failed = true;
    throw error;
  }
};

export type Deeds = ReturnType<typeof deedsOf>;

export const deedsOf = (around: Around) => {
  const { world, stage, witness, upkeep, switched, sealing, door, machines, made, undelivered, seen } = around;
  const requests = new Map<number, Request>();
  const wrote = new Set<number>();
  const denials = new Map<number, readonly Told[]>();
  const gone = new Set<number>();
  const answers = openAnswers({ witness, seen, wrote, denials });

  const wrong = (invariant: string, id: string, sentence: string): void =>
    witness.report(invariant, { about: [id], sentence });
  const vigilOf = (seconds: number) => ({ seconds, sleep: stage.nap });

  /** What the engine has sent of it, when it arrives. */
  const heardOf = (deploymentId: string, { word, late }: Extract<Deed, { readonly kind: 'hear' }>) => {
    const newest = around
      .engine()
      .all()
      .findLast(({ order }) => order.deploymentId === deploymentId);
    if (word === 'none' || !newest) return { deploymentId };
    // Where nobody can look, the event that names the order is all there is to tell its execution by.
    const { search, observation } = around.engine().engine.abilities;
    if (word === 'another' && search && observation) return { deploymentId, executionId: `other-${newest.id}` };
    return { deploymentId, executionId: newest.id, observation: around.engine().word(newest, late) };
  };

  const idOf = (who: number): string => made.get(who) ?? FOREIGN;

  const asking = (request: Request, actor: Actor): Work => {
    requests.set(actor.number, request);
    return {
      work: () => request.send(world(), `request-${actor.number}`),
      end: (ended) => answers.judge(request, actor, ended),
    };
  };

  /** Nothing but looking: whatever comes of it, nothing was written. */
  const looking = (actor: Actor, work: () => Promise<unknown>): Work => ({
    work,
    end: (ended) => {
      if (wrote.has(actor.number)) wrong('refusals', '', `The ${actor.kind} ${actor.number} wrote something`);
      answers.judgeFault(actor, ended);
    },
  });

  const taskOf = async (task: Task, id: string) => {
    if (task === 'start') return { handed: await handOver(world(), id) };
    return { saw: await (task === 'observe' ? observe(world(), id) : finishObserved(world(), id)) };
  };

  const machineTask = ({ of, again }: Extract<Deed, { readonly kind: 'machine' }>, actor: Actor): Work | undefined => {
    const id = idOf(of);
    const machine = machines.get(id);
    if (machine && again) {
      seen(`task again · ${again}`);
      return background(actor, () => taskOf(again, id));
    }
    if (!machine || machine.running || machine.dueAt > stage.now()) return undefined;
    const { next } = machine;
    machines.started(machine);
    seen(`task · ${next}`);
    return {
      work: () => taskOf(next, id),
      end: (ended) => {
        answers.judgeFault(actor, ended);
        if ('error' in ended) return machines.failed(id);
        const answer = ended.value as Awaited<ReturnType<typeof taskOf>>;
        if ('handed' in answer) machines.handedOver(id, answer.handed);
        else machines.observed(id, answer.saw);
      },
    };
  };

  const background = (actor: Actor, work: () => Promise<unknown>, done: () => void = () => undefined): Work => ({
    work,
    end: (ended) => {
      answers.judgeFault(actor, ended);
      if (!('error' in ended)) done();
    },
  });

  const flip = (actor: Actor, on: boolean): Work => {
    const request = byAdmin(actor.number, 'settings.setKillSwitch', {
      body: { mutationsDisabled: on, reason: 'Storm' },
    });
    return background(
      actor,
      () => setKillSwitch(world(), request),
      () => {
        switched.sawToIt(actor);
        if (on) switched.told(actor);
      },
    );
  };

  /** Of its parts each goes wrong by itself, so that only a pass without a fault has seen to everything. */
  const passing = (actor: Actor, vigil: number): Work =>
    background(
      actor,
      () => reconcile(world(), vigilOf(vigil)),
      () => {
        if (actor.faults.length === 0 && !actor.disturbed) switched.sawToIt(actor);
      },
    );

  const knocking = (actor: Actor, knock: Extract<Deed, { readonly kind: 'knock' }>): Work => ({
    work: () => door.knock(world(), knock, actor),
    end: (ended) => {
      answers.judgeFault(actor, ended);
      door.judge(actor, knock, ended, denials.get(actor.number) ?? []);
    },
  });

  const workOf = (what: Deed, actor: Actor): Work | undefined => {
    const request = requestOf(what, `key-${actor.number}`, (of) => made.get(of));
    if (request) return asking(request, actor);
    switch (what.kind) {
      case 'again': {
        const before = requests.get(what.of);
        const request = before && what.changed ? changedRequest(before, (of) => made.get(of)) : before;
        return request && asking(request, actor);
      }
      case 'validate': {
        const { kind: _, caller, ...intent } = what;
        const body = { ...intent, changeSummary: 'What if' };
        const asked = { caller: callers[caller] ?? callers.admin, requestId: `request-${actor.number}`, body };
        return looking(actor, () => validate(world(), asked as Parameters<typeof validate>[1]));
      }
      case 'plan': {
        const asked = { caller: callers[what.caller] ?? callers.admin, requestId: 'plan', id: idOf(what.of) };
        return looking(actor, () => planRollback(world(), asked as Parameters<typeof planRollback>[1]));
      }
      case 'switch':
        return flip(actor, what.on);
      case 'configure':
        return background(actor, async () => {
          const result = await carryOut(what.edit, { world: world(), witness, number: actor.number });
          seen(`edit · ${what.edit.edit} · ${outcomeOf(result)}`);
        });
      case 'machine':
        return machineTask(what, actor);
      case 'stream': {
        const ids = what.of.flatMap((of) => made.get(of) ?? []);
        return background(
          actor,
          () => beginWorkflows(world(), ids),
          () => {
            for (const id of ids) undelivered.delete(id);
          },
        );
      }
      case 'probe':
        return background(actor, () => isReachable(world(), true));
      case 'reconcile':
        return passing(actor, what.vigil);
      case 'seal':
        return background(actor, () => sealAudit({ ...world(), ...sealing.parts }));
      case 'knock':
        return knocking(actor, what);
      case 'hear':
        return background(actor, () => hear(world(), heardOf(idOf(what.of), what), vigilOf(what.vigil)));
      default:
        return undefined;
    }
  };

  return {
    closed: (): boolean => switched.closed(),
    requests: (): readonly number[] => [...requests.keys()],
    /** What cannot be said while somebody is in the middle of it. */
    undecided: (): ReadonlySet<string> =>
      new Set([...(switched.isUndecided() ? ['kill-switch'] : []), ...(sealing.isUndecided() ? ['seals'] : [])]),

    setOut: async ({ who, what, skewMs }: Extract<Step, { do: 'set out' }>): Promise<void> => {
      if (gone.has(who)) return;
      const actor: Actor = {
        number: who,
        kind: what.kind,
        skewMs,
        bornAt: stage.now(),
        secondsMax: secondsOf(what.kind),
        alive: true,
        doomed: false,
        minted: 0,
        faults: [],
        elsewhere: around.engine().isReplaced(),
        well: false,
        failed: false,
        disturbed: false,
      };
      const work = workOf(what, actor);
      if (!work) return;
      gone.add(who);
      seen(`deed · ${what.kind === 'configure' ? `configure ${what.edit.edit}` : what.kind}`);
      upkeep.setsOut(actor);
      switched.setsOut(actor);
      await stage.setOut(actor, work.work, work.end);
    },

    /** Only tasks and schedules speak to the engine. */
    toEngine: (method: string, perform: Perform): Promise<unknown> => {
      const actor = stage.current();
      if (actor && REQUESTS.has(actor.kind)) wrong('refusals', '', `The request ${actor.number} called ${method}`);
      upkeep.asks(method);
      return stage.outside(method, (fault) => noticed(actor, perform(fault)));
    },

    wrote: (actor: Actor | undefined, changes: readonly ItemChange[]): void => {
      if (changes.length === 0) return;
      const told = changes.filter((change) => !isCounter(change)).map(denialIn);
      if (actor && told.includes(undefined)) wrote.add(actor.number);
      const fresh = toldBy(told.filter((denial) => denial !== undefined));
      if (actor && fresh.length > 0) denials.set(actor.number, [...(denials.get(actor.number) ?? []), ...fresh]);
      for (const other of stage.actors()) if (other !== actor) other.disturbed = true;
    },

    created: ({ id }: DeploymentRecord): void => {
      upkeep.admitted(id);
      if (switched.closed()) wrong('kill-switch', id, `${id} is admitted after changes were switched off`);
    },

    recorded: (before: DeploymentRecord | undefined, after: DeploymentRecord): void => {
      const { id, handOver: now, cancelRequested } = after;
      if (!before || now.lastRequestAt === before.handOver.lastRequestAt) return;
      if (switched.closed()) wrong('kill-switch', id, `${id} is handed over after changes were switched off`);
      if (cancelRequested) wrong('executions', id, `${id} is handed over although it is to stop`);
    },
  };
};
