import { breakerMoves } from '../../lib/domain/invariants/breaker.ts';
import type { Check } from '../../lib/domain/invariants/invariant.ts';
import { turnPasses } from '../../lib/domain/invariants/watch.ts';
import type { StoredThing } from '../../lib/ports/inventory.ts';
import type { Actor, Stage } from './stage.ts';
import { CLOCKS_DIFFER_SECONDS } from './weather.ts';
import type { Witness } from './witness.ts';

/** What everybody relies on without looking: the breaker, the turn to watch, and which engine is connected. */

const NOBODY = { well: false, failed: false };

export type Upkeep = ReturnType<typeof openUpkeep>;

export const openUpkeep = (stage: Stage, witness: () => Witness) => {
  let isOpen = false;
  /** Those who set out when it was open, as long as it stays so. */
  let knowItOpen = new WeakSet<Actor>();
  const hold = (invariant: string, checks: Iterable<Check>): void => {
    for (const check of checks) if (check !== true) witness().report(invariant, check);
  };
  const wrong = (invariant: string, id: string, sentence: string): void =>
    witness().report(invariant, { about: [id], sentence });

  return {
    wrote: (before: StoredThing | undefined, after: StoredThing): void => {
      if (after.kind === 'watch') {
        const moment = { now: new Date(stage.now()), clocksDiffer: CLOCKS_DIFFER_SECONDS };
        hold('watch', turnPasses(before?.kind === 'watch' ? before.value : undefined, after.value, moment));
      }
      if (after.kind !== 'breaker') return;
      const was = before?.kind === 'breaker' ? before.value : undefined;
      hold('breaker', breakerMoves(was, after.value, stage.current() ?? NOBODY));
      isOpen = after.value.state === 'open';
      if (!isOpen) knowItOpen = new WeakSet();
    },

    /** Whatever this one reads of the breaker says the same, until it closes. */
    setsOut: (actor: Actor): void => {
      if (isOpen) knowItOpen.add(actor);
    },

    admitted: (id: string): void => {
      const actor = stage.current();
      if (actor && knowItOpen.has(actor)) {
        wrong('breaker', id, `${id} is admitted by ${actor.number}, who set out when the breaker was open`);
      }
    },

    /** Somebody is about to ask the engine. */
    asks: (method: string): void => {
      const actor = stage.current();
      if (!actor) return;
      if (actor.elsewhere && method !== 'engine.health') {
        wrong('executions', '', `The ${actor.kind} ${actor.number} asks another engine by ${method}`);
      }
      if (method === 'engine.start' && knowItOpen.has(actor)) {
        wrong('breaker', '', `The ${actor.kind} ${actor.number} hands over, and the breaker was open when it set out`);
      }
    },
  };
};
