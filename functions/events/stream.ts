import type { DynamoDBStreamEvent } from 'aws-lambda';
import { beginWorkflows } from '../../lib/usecases/begin-workflows.ts';
import { createdDeployment, observer, workflow } from '../live.ts';

/** Every recorded deployment gets its machine. What fails is delivered again; a second start is no error. */
export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> =>
  beginWorkflows(
    { workflow: workflow(), observer: observer() },
    Records.flatMap((record) => createdDeployment(record) ?? []),
  );
