import { crashPoint } from './crash-points.ts';
import type { World } from './world.ts';

/**
 * Starts the machine of each deployment, in order, and has somebody look after them from now on; the first fault stops,
 * and the whole batch comes again.
 */
export const beginWorkflows = async (
  { workflow, observer }: Pick<World, 'workflow' | 'observer'>,
  deploymentIds: readonly string[],
): Promise<void> => {
  for (const id of deploymentIds) {
    crashPoint('stream: record seen, machine not started');
    await workflow.begin(id);
    await observer.ask(id);
  }
};
