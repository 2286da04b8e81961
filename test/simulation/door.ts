import { settingsOf } from '../../lib/adapters/dynamodb/documents.ts';
import { planeKey } from '../../lib/adapters/dynamodb/keys.ts';
import { type Operation, routes } from '../../lib/contract/routes.ts';
import { ratesIn } from '../../lib/domain/limits.ts';
import { minuteOf, type Rate } from '../../lib/domain/rates.ts';
import { recordDenial } from '../../lib/http/denials.ts';
import { roleDenial } from '../../lib/http/role-check.ts';
import type { StoredThing } from '../../lib/ports/inventory.ts';
import { countRequest } from '../../lib/usecases/rate-limit.ts';
import type { World } from '../../lib/usecases/world.ts';
import { anObserver } from '../usecases/callers.ts';
import type { Told } from './answers.ts';
import type { Actor, Ended, Stage } from './stage.ts';
import type { Witness } from './witness.ts';

/** Callers who come to the door: each is counted against the limits, and who may not change anything is denied. */

export type Knock = { readonly caller: string; readonly wants: 'read' | 'mutation' };
export type Door = ReturnType<typeof openDoor>;

const operationOf: Readonly<Record<Knock['wants'], Operation>> = {
  read: 'deployments.list',
  mutation: 'deployments.create',
};

/** A container goes by limits that it read so long ago, a request takes a while, and a minute has to pass. */
const IN_FORCE_SECONDS = 150;
/** Whoever's clock is further off than this counts in a minute of their own. */
const SKEW_MS = 5000;

type Around = {
  readonly stage: Stage;
  readonly witness: () => Witness;
  readonly seen: (what: string) => void;
};

export const openDoor = ({ stage, witness, seen }: Around) => {
  /** What containers remember goes with their store; one serves one request at a time, and dies with it. */
  const free: World['store'][] = [];
  const held = new Map<number, World['store']>();
  const limits: { readonly at: number; readonly read: number; readonly mutation: number }[] = [];
  /** The minute in which each came, by their own clock. */
  const minutes = new Map<number, string>();
  const knocks = new Map<number, Knock>();
  /** By caller, kind and minute: how many were let in, and by how much the counters grew for them, whatever they are called. */
  const letIn = new Map<string, number>();
  const counted = new Map<string, number>();
  const wrong = (invariant: string, sentence: string): void => witness().report(invariant, { about: [], sentence });

  /** The limits that somebody may go by now. */
  const inForce = (kind: Knock['wants']): readonly number[] => {
    const since = stage.now() - IN_FORCE_SECONDS * 1000;
    const first = Math.max(
      0,
      limits.findLastIndex(({ at }) => at <= since),
    );
    return limits.slice(first).map((each) => each[kind]);
  };

  const nameOf = ({ caller, wants }: Knock, actor: Actor): string => `${caller} ${wants} ${minutes.get(actor.number)}`;

  const judgeRate = (actor: Actor, knock: Knock, rate: Rate): void => {
    const { wants } = knock;
    const name = nameOf(knock, actor);
    const much = counted.get(name) ?? 0;
    const [most, least] = [Math.max(...inForce(wants)), Math.min(...inForce(wants))];
    seen(`door · ${wants} ${rate.allowed ? 'let in' : 'over the limit'}`);
    if (!rate.allowed) {
      if (much < least) wrong('rates', `${name}: nothing is left of ${least}, and ${much} are counted`);
      return;
    }
    // A read is let in all the same where the counter cannot be reached.
    if (wants === 'read' && actor.faults.length > 0) return;
    const many = (letIn.get(name) ?? 0) + 1;
    letIn.set(name, many);
    if (many > most) wrong('rates', `${name}: ${many} are let in, of ${most} allowed`);
    if (much < many) wrong('rates', `${name}: ${many} are let in, and ${much} are counted`);
  };

  return {
    /** Limits are in force from the moment at which they are written. */
    noticeLimits: (): void => {
      const settings = witness().readAt(planeKey('settings'), settingsOf);
      if (!settings) return;
      const { readRpm, mutateRpm } = ratesIn(settings);
      const last = limits.at(-1);
      if (last?.read === readRpm && last.mutation === mutateRpm) return;
      limits.push({ at: stage.now(), read: readRpm, mutation: mutateRpm });
    },

    wrote: (before: StoredThing | undefined, after: StoredThing): void => {
      const actor = stage.current();
      const knock = actor && knocks.get(actor.number);
      if (after.kind !== 'rate' || !knock) return;
      const name = nameOf(knock, actor);
      counted.set(name, (counted.get(name) ?? 0) + after.used - (before?.kind === 'rate' ? before.used : 0));
    },

    knock: async (world: World, knock: Knock, actor: Actor): Promise<Rate> => {
      knocks.set(actor.number, knock);
      minutes.set(actor.number, minuteOf(world.clock.now()));
      const store = (Math.abs(actor.skewMs) < SKEW_MS ? free.pop() : undefined) ?? world.store;
      held.set(actor.number, store);
      const caller = anObserver({ id: knock.caller });
      const rate = await countRequest({ store, clock: world.clock }, { callerId: caller.id, kind: knock.wants });
      const operation = operationOf[knock.wants];
      const refusal = rate.allowed ? roleDenial(routes[operation], caller) : undefined;
      if (refusal) {
        const route = { operation, permission: routes[operation].permission };
        const about = { requestId: `request-${actor.number}`, deploymentId: undefined, about: {} };
        await recordDenial({ ...world, store }, { route, caller, refusal, ...about });
      }
      return rate;
    },

    judge: (actor: Actor, knock: Knock, ended: Ended, denials: readonly Told[]): void => {
      const store = held.get(actor.number);
      held.delete(actor.number);
      const isOfOurs = Math.abs(actor.skewMs) < SKEW_MS;
      // What a container remembers of a counter that it could not reach, it made up.
      if (store && isOfOurs && actor.faults.length === 0) free.push(store);
      if ('error' in ended) return;
      const rate = ended.value as Rate;
      const expected = rate.allowed && knock.wants === 'mutation' ? 1 : 0;
      if (denials.length !== expected) {
        wrong('denials', `The ${actor.kind} ${actor.number} leaves ${denials.length} denials in place of ${expected}`);
      }
      if (isOfOurs) judgeRate(actor, knock, rate);
    },
  };
};
