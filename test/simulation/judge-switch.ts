import type { StoredThing } from '../../lib/ports/inventory.ts';
import type { Actor, Stage } from './stage.ts';
import type { Witness } from './witness.ts';

/** The kill switch, which several may turn at once: how it stands, and who has been told so. */
export type SwitchWatch = ReturnType<typeof openSwitchWatch>;

export const openSwitchWatch = (stage: Stage, witness: () => Witness) => {
  /** By who turned it, the turn that it was. */
  const turns = new Map<number, number>();
  /** The turn that everybody saw who set out. */
  const seen = new WeakMap<Actor, number>();
  let epoch = 0;
  let on = false;
  /** Every guard row has followed this turn. */
  let followedTo = 0;
  let closed = false;
  const wrong = (id: string, sentence: string): void => witness().report('kill-switch', { about: [id], sentence });

  const turned = (after: Extract<StoredThing, { readonly kind: 'killSwitch' }>['value']): void => {
    if (after.epoch !== epoch + 1) wrong('', `The kill switch goes from turn ${epoch} to ${after.epoch}`);
    ({ epoch, mutationsDisabled: on } = after);
    if (!on) closed = false;
    const actor = stage.current();
    if (actor) turns.set(actor.number, epoch);
  };

  return {
    /** Changes are switched off, and whoever did it has been told so. */
    closed: () => closed,
    setsOut: (actor: Actor): void => void seen.set(actor, epoch),

    wrote: (before: StoredThing | undefined, after: StoredThing): void => {
      if (after.kind === 'killSwitch') turned(after.value);
      if (after.kind !== 'guard' || before?.kind !== 'guard') return;
      const [was = 0, is = 0] = [before.value.epoch, after.value.epoch];
      const id = after.value.deliveryGroupId;
      if (is < was) wrong(id, `The guard row of ${id} goes back from turn ${was} to ${is} of the kill switch`);
    },

    /** Whoever turned it has been told how it stands, unless somebody has turned it again meanwhile. */
    told: (actor: Actor): void => {
      if (on && turns.get(actor.number) === epoch) closed = true;
    },

    /** Somebody who sees to the guard rows has come to the end: they have followed whatever there was at the beginning. */
    sawToIt: (actor: Actor): void => {
      const least = Math.max(turns.get(actor.number) ?? 0, seen.get(actor) ?? 0);
      for (const { deliveryGroupId: id, epoch: its = 0 } of witness().stored().guards) {
        if (its < least) wrong(id, `The guard row of ${id} stands at turn ${its}, and was to follow turn ${least}`);
      }
      followedTo = Math.max(followedTo, least);
    },

    /** Nobody may have seen to the newest turn yet, however long ago that was. */
    isUndecided: (): boolean => followedTo < epoch,
  };
};
