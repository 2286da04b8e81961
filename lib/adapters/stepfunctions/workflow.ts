import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Workflow } from '../../ports/world.ts';

/** One machine per deployment, named by its id: a name that is taken means that it has one, or had one. */
export const createStepFunctionsWorkflow = (client: SFNClient, stateMachineArn: string): Workflow => ({
  begin: async (deploymentId) => {
    try {
      await client.send(
        new StartExecutionCommand({ stateMachineArn, name: deploymentId, input: JSON.stringify({ id: deploymentId }) }),
      );
    } catch (fault) {
      if (!(fault instanceof Error && fault.name === 'ExecutionAlreadyExists')) throw fault;
    }
  },
});
