import type { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** What a failed request to DynamoDB means. Errors are told apart by name, as the SDK documents them. */

const refusedForNow: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'Throttling',
  'TransactionConflictException',
  'TransactionInProgressException',
  // As reasons of a cancelled transaction:
  'TransactionConflict',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
]);

const unanswered: ReadonlySet<string> = new Set([
  'InternalServerError',
  'InternalFailure',
  'ServiceUnavailable',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'NetworkingError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
]);

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const namesOf = (error: unknown): readonly string[] =>
  [property(error, 'name'), property(error, 'code')].filter((name) => typeof name === 'string');

/** The reason of each part of a cancelled transaction, in the order of its parts; `undefined` for other errors. */
export const cancellationReasons = (error: unknown): readonly string[] | undefined => {
  if (property(error, 'name') !== 'TransactionCanceledException') return undefined;
  const reasons = property(error, 'CancellationReasons');
  return Array.isArray(reasons) ? reasons.map((reason) => String(property(reason, 'Code') ?? 'None')) : [];
};

/** Nothing was done, and trying again may help. */
export const isRefusedForNow = (error: unknown): boolean => {
  const reasons = cancellationReasons(error)?.filter((reason) => reason !== 'None');
  if (reasons) return reasons.length > 0 && reasons.every((reason) => refusedForNow.has(reason));
  return namesOf(error).some((name) => refusedForNow.has(name));
};

/** No answer came, or one that says nothing: it may have been done or not. */
export const isUnanswered = (error: unknown): boolean => {
  const status = property(property(error, '$metadata'), 'httpStatusCode');
  return (typeof status === 'number' && status >= 500) || namesOf(error).some((name) => unanswered.has(name));
};

export const isTransient = (error: unknown): boolean => isRefusedForNow(error) || isUnanswered(error);

/** The condition of a single write did not hold. */
export const isConditionLost = (error: unknown): error is ConditionalCheckFailedException =>
  property(error, 'name') === 'ConditionalCheckFailedException';
