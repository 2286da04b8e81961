import { iso } from '../domain/time.ts';
import type { ReadEngineEvent } from '../ports/engine.ts';
import type { World } from './world.ts';

type Needs = Pick<World, 'observer' | 'clock'> & { readonly readers: readonly ReadEngineEvent[] };

/** An event is understood by the first engine that can, and passed on; one that is about nothing of ours ends here. */
export const passOn = async ({ observer, clock, readers }: Needs, body: unknown): Promise<void> => {
  for (const read of readers) {
    const event = read(body);
    if (event) return observer.hear({ ...event, heardAt: iso(clock.now()) });
  }
};
