import { crashPoint } from './crash-points.ts';
import type { World } from './world.ts';

/** Starts the machine of each deployment, in order; the first fault stops, and the whole batch comes again. */
export const beginWorkflows = async (
  { workflow }: Pick<World, 'workflow'>,
  deploymentIds: readonly string[],
): Promise<void> => {
  for (const id of deploymentIds) {
    crashPoint('stream: record seen, machine not started');
    await workflow.begin(id);
  }
};
