import type { Deployment } from '../contract/deployment.ts';
import { isTerminal } from '../domain/states.ts';
import type { Result } from './result.ts';
import type { World } from './world.ts';

/**
 * Has the engine told at once what an answered change asks it to stop. Without it the next look does: whoever dies
 * before this line loses nothing but time.
 */
export const hasten = async (
  { observer }: Pick<World, 'observer'>,
  result: Result<Deployment>,
  stopped: (body: Deployment) => string | undefined,
): Promise<void> => {
  if (result.kind !== 'answered' || isTerminal(result.body.state)) return;
  const id = stopped(result.body);
  if (id !== undefined) await observer.ask(id);
};
