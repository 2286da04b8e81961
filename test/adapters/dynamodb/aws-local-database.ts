import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  InternalServerError,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { tableDefinition } from '../../../lib/adapters/dynamodb/table.ts';
import { type Faults, pick, strikes } from '../../../lib/local/aws/dynamodb/faults.ts';

/**
 * A table of its own on AWS's DynamoDB Local. The faults of the embedded one are thrown in on the way there, as AWS
 * would answer them; only open transactions cannot be had, so a conflict window is a delay.
 */
export const openAwsLocalDatabase = async (endpoint: string, table: string) => {
  const faults: Faults = {};
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  await client.send(new CreateTableCommand({ TableName: table, ...tableDefinition }));
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const refusal = refusalOf(faults, commandName === 'TransactWriteItemsCommand');
        if (refusal) throw refusal;
        await wait(faults.conflictWindow?.holdMs ?? 0);
        if (!strikes(faults, 'internalErrorRate')) return next(args);
        // As in AWS, a request that ends in an internal error may have taken effect.
        if (pick(faults, [true, false])) await next(args);
        throw new InternalServerError({ message: 'Internal server error', $metadata: { httpStatusCode: 500 } });
      },
    { step: 'finalizeRequest', priority: 'low', name: 'faults' },
  );
  const close = async () => {
    await client.send(new DeleteTableCommand({ TableName: table })).catch(() => undefined);
    client.destroy();
  };
  return { client, dynamo: { faults }, close };
};

const refusalOf = (faults: Faults, isTransaction: boolean): Error | undefined => {
  const $metadata = { httpStatusCode: 400 };
  if (strikes(faults, 'throttleRate'))
    return new ProvisionedThroughputExceededException({ message: 'Slow down', $metadata });
  if (!isTransaction || !strikes(faults, 'conflictRate')) return undefined;
  const CancellationReasons = [{ Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }];
  return new TransactionCanceledException({ message: 'Transaction cancelled', CancellationReasons, $metadata });
};
