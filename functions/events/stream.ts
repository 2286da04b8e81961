import type { DynamoDBStreamEvent } from 'aws-lambda';
import { beginWorkflows } from '../../lib/usecases/begin-workflows.ts';
import { createdDeployment, isAlteration, observer, tell, workflow } from '../live.ts';

/**
 * Every recorded deployment gets its machine. What fails is delivered again; a second start is no error. Of what is on
 * record nothing may change: that it did is told.
 */
export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
  const altered = Records.filter(isAlteration).length;
  if (altered > 0) tell()({ kind: 'record altered', count: altered });
  await beginWorkflows(
    { workflow: workflow(), observer: observer() },
    Records.flatMap((record) => createdDeployment(record) ?? []),
  );
};
