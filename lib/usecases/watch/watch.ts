import type { DeploymentRecord } from '../../domain/records.ts';
import type { Needs } from './look.ts';
import { createShift } from './shift.ts';
import { takeTurn } from './turn.ts';
import type { Vigil } from './vigil.ts';

export type Watched = { readonly observed: number; readonly faults: number };

/**
 * Looks after everything in flight: in rounds, and at once at what something is heard of. One at a time for the whole
 * plane, so that the engine is asked no more often than its budget, however many want to know; nothing is done while it
 * is somebody else's turn. Ends when the vigil does, or when nothing is in flight. With a list of what is in flight, the
 * first round begins at once.
 */
export const watch = async (world: Needs, vigil: Vigil, list?: readonly DeploymentRecord[]): Promise<Watched> => {
  const turn = world.engine.abilities.observation ? await takeTurn(world) : undefined;
  if (!turn) return { observed: 0, faults: 0 };
  const shift = createShift(world, vigil, turn);
  try {
    if (list) await shift.begin(list);
    await shift.work();
  } finally {
    await turn.end(shift.progress());
  }
  // Whoever was heard while the turn still seemed taken counts on this.
  if (await shift.hasHeardMore()) await watch(world, { ...vigil, seconds: 0 });
  return shift.done;
};
