import type { DeploymentRecord } from '../../domain/records.ts';
import { plusSeconds } from '../../domain/time.ts';
import type { Needs } from './look.ts';
import { createShift } from './shift.ts';
import { type Turn, takeTurn } from './turn.ts';
import type { Vigil } from './vigil.ts';

export type Watched = { readonly observed: number; readonly faults: number };

/**
 * Looks after everything in flight: in rounds, and at once at what something is heard of. One at a time for the whole
 * plane, so that the engine is asked no more often than its budget, however many want to know; nothing is done while it
 * is somebody else's turn. Ends when the vigil does, or when nothing is in flight. With a list of what is in flight, the
 * first round begins at once.
 */
export const watch = async (world: Needs, vigil: Vigil, list?: readonly DeploymentRecord[]): Promise<Watched> => {
  if (!world.engine.abilities.observation && !vigil.settles) return NOTHING;
  const ends = plusSeconds(world.clock.now(), vigil.seconds);
  const turn = await waitForTurn(world, vigil, ends);
  if (!turn) return NOTHING;
  const shift = createShift(world, { ...vigil, ends }, turn);
  try {
    if (list) await shift.begin(list);
    await shift.work();
  } finally {
    await turn.end(shift.progress());
  }
  // Whoever was heard while the turn still seemed taken counts on this; whose time is up leaves it to the next.
  if (!vigil.isOver?.() && (await shift.hasHeardMore())) {
    const { sleep, isOver } = vigil;
    await watch(world, { sleep, seconds: 0, ...(isOver === undefined ? {} : { isOver }) });
  }
  return shift.done;
};

const NOTHING: Watched = { observed: 0, faults: 0 };

/** Between two looks whether it is one's turn. */
const PATIENCE_MS = 2000;

const waitForTurn = async (world: Needs, vigil: Vigil, ends: Date): Promise<Turn | undefined> => {
  for (;;) {
    const turn = await takeTurn(world);
    if (turn || !vigil.patient || world.clock.now() >= ends || vigil.isOver?.()) return turn;
    await vigil.sleep(PATIENCE_MS);
  }
};
