import type { CrashPoint } from '../../lib/usecases/crash-points.ts';
import type { How } from './steps.ts';

/**
 * Everybody who acts runs in this process, and stops at each outside call until it is told how the call goes. So any
 * two of them interleave at every outside call, anyone may die between two of them, and nothing depends on real time.
 */

/** One process: a request, a task of a machine, a pass of reconciliation. */
export type Actor = {
  readonly number: number;
  readonly kind: string;
  readonly skewMs: number;
  readonly bornAt: number;
  /** The platform ends it after so long. */
  readonly secondsMax: number;
  alive: boolean;
  doomed: boolean;
  /** How many ids and chances it has used up. */
  minted: number;
  /** Somebody else has written meanwhile. */
  disturbed: boolean;
  /** It is connected to another engine than these orders are for. */
  readonly elsewhere: boolean;
  /** Its calls to the engine: one went well, one failed. */
  well: boolean;
  failed: boolean;
  /** What went wrong with its calls on purpose. */
  readonly faults: How[];
};

/** Carries a call out; with a fault, as the fault says. */
export type Perform = (fault: How | undefined) => Promise<unknown>;

type Call = {
  readonly actor: Actor;
  readonly method: string;
  readonly perform: Perform;
  readonly since: number;
  /** Not before that: whoever sleeps does so for a while. */
  readonly readyAt: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** What it came to, while the answer is on its way. */
  outcome?: { readonly value: unknown } | { readonly error: unknown };
};

export type Ended = { readonly value: unknown } | { readonly error: unknown };

/** How long a call may take at most before it arrives, and its answer before it is here: what the clients allow. */
const secondsOnTheWay = (method: string): number => (method.startsWith('engine.') ? 4 : method === 'nap' ? 0 : 1);

const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export type Stage = ReturnType<typeof openStage>;

export const openStage = (startAt: number, seen: (what: string) => void) => {
  let now = startAt;
  let current: Actor | undefined;
  let calls: Call[] = [];
  const actors = new Map<number, Actor>();

  const kill = (actor: Actor): void => {
    actor.alive = false;
    actors.delete(actor.number);
    calls = calls.filter((call) => call.actor !== actor);
  };

  const deliver = async (call: Call): Promise<void> => {
    const { actor, outcome } = call;
    if (!actor.alive || outcome === undefined) return;
    current = actor;
    if ('error' in outcome) call.reject(outcome.error);
    else call.resolve(outcome.value);
    await idle();
    current = undefined;
  };

  const perform = async (call: Call, fault?: How): Promise<void> => {
    current = call.actor;
    call.outcome = await call.perform(fault).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    current = undefined;
  };

  const take = (call: Call): void => {
    calls = calls.filter((other) => other !== call);
  };

  const park = (method: string, how: Perform, readyAt: number): Promise<unknown> => {
    const actor = current;
    if (!actor) return how(undefined);
    return new Promise((resolve, reject) => {
      if (actor.alive) calls.push({ actor, method, perform: how, since: now, readyAt, resolve, reject });
    });
  };

  /** Lets one call go on. */
  const go = async (call: Call, how: How): Promise<void> => {
    const { actor } = call;
    seen(`${call.method} · ${call.outcome === undefined ? how : `answered, ${how}`}`);
    take(call);
    if (how === 'die before' || (call.outcome !== undefined && how.startsWith('die'))) return kill(actor);
    if (how === 'die in flight') {
      kill(actor);
      calls.push(call);
      return;
    }
    if (how === 'doom') actor.doomed = true;
    const fault = ['ok', 'hold', 'doom', 'die after'].includes(how) ? undefined : how;
    if (fault !== undefined) actor.faults.push(fault);
    if (call.outcome === undefined) await perform(call, fault);
    if (how === 'die after') return kill(actor);
    if (how === 'hold' && actor.alive) calls.push({ ...call, since: now });
    else await deliver(call);
  };

  /** What happens next by itself: a call that cannot be on its way any longer, or a process that is out of time. */
  const nextDue = (): { readonly at: number; readonly happen: () => Promise<void> } | undefined => {
    const dues = [
      ...calls.map((call) => ({
        at: Math.max(call.readyAt, call.since + secondsOnTheWay(call.method) * 1000),
        happen: () => go(call, 'ok'),
      })),
      ...[...actors.values()].map((actor) => ({
        at: actor.bornAt + actor.secondsMax * 1000,
        happen: async () => {
          seen(`${actor.kind} · out of time`);
          kill(actor);
        },
      })),
    ];
    return dues.reduce<(typeof dues)[number] | undefined>(
      (first, due) => (first && first.at <= due.at ? first : due),
      undefined,
    );
  };

  return {
    /** The time of the world; `skewed`, as whoever acts now sees it. */
    now: () => now,
    skewed: () => now + (current?.skewMs ?? 0),
    current: () => current,
    actors: (): readonly Actor[] => [...actors.values()],
    /** Those that may go on now. */
    calls: (): readonly Readonly<Call>[] => calls.filter(({ readyAt }) => readyAt <= now),

    /** What an outside call is made of: it waits here until it is told to go on. */
    outside: (method: string, how: Perform): Promise<unknown> => park(method, how, now),

    /** Sleeps for so long, and no shorter. */
    nap: async (ms: number): Promise<void> => void (await park('nap', async () => undefined, now + ms)),

    /** Begins to act, up to the first outside call. */
    setOut: async (actor: Actor, work: () => Promise<unknown>, end: (ended: Ended) => void): Promise<void> => {
      actors.set(actor.number, actor);
      const finish = (ended: Ended): void => {
        if (!actor.alive) return;
        actors.delete(actor.number);
        end(ended);
      };
      current = actor;
      void work().then(
        (value) => finish({ value }),
        (error: unknown) => finish({ error }),
      );
      await idle();
      current = undefined;
    },

    go,

    /** Time passes; what must have happened by then happens on the way. */
    wait: async (seconds: number): Promise<void> => {
      const until = now + seconds * 1000;
      for (let due = nextDue(); due && due.at <= until; due = nextDue()) {
        now = Math.max(now, due.at);
        await due.happen();
      }
      now = until;
    },

    /** Everything that waits goes on as it should, until nothing waits but who sleeps. */
    settle: async (): Promise<void> => {
      const ready = () => calls.find(({ readyAt }) => readyAt <= now);
      for (let call = ready(); call; call = ready()) await go(call, 'ok');
      const stuck = [...actors.values()].find((actor) => !calls.some((call) => call.actor === actor));
      if (stuck) throw new Error(`The ${stuck.kind} ${stuck.number} waits for something that is no outside call`);
    },

    /** Dies here if it was doomed. */
    crashPoint: (point: CrashPoint): void => {
      if (current?.alive) seen(`crash point · ${point}`);
      if (!current?.doomed) return;
      seen(`died at · ${point}`);
      kill(current);
      throw new Error(`Died at ${point}`);
    },
  };
};
