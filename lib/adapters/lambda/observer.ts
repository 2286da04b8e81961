import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Observer } from '../../ports/world.ts';

/** Asks the observing function asynchronously. A reader is never kept waiting or failed by it: polling is the backstop. */
export const createLambdaObserver = (client: LambdaClient, functionName: string): Observer => ({
  ask: async (deploymentId) => {
    try {
      await client.send(
        new InvokeCommand({
          FunctionName: functionName,
          InvocationType: 'Event',
          Payload: Buffer.from(JSON.stringify({ id: deploymentId, follow: true })),
        }),
      );
    } catch {
      // The machine and the schedule look at it anyway.
    }
  },
});
