import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Observer } from '../../ports/world.ts';

/** Asks the observing function asynchronously. Nobody is kept waiting or failed by it where a look can make up for it. */
export const createLambdaObserver = (client: LambdaClient, functionName: string): Observer => {
  const invoke = (payload: object) =>
    client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(payload)),
      }),
    );
  return {
    ask: async (deploymentId) => {
      // The machine and the schedule look at it anyway.
      await invoke({ id: deploymentId, follow: true }).catch(() => undefined);
    },
    hear: async ({ deploymentId, heardAt, ...event }) => {
      const passing = invoke({ id: deploymentId, follow: true, heardAt, ...event });
      await (event.observation ? passing : passing.catch(() => undefined));
    },
  };
};
