const SERVICE = 'com.amazonaws.dynamodb.v20120810#';

/** What goes over the wire when a request fails. */
export type ErrorBody = { __type: string; message?: string; [field: string]: unknown };

/** A failure that the caller of DynamoDB is meant to see, with its HTTP status and JSON body. */
export class ServiceError extends Error {
  readonly statusCode: number;
  readonly body: ErrorBody;

  constructor(statusCode: number, body: ErrorBody) {
    super(body.message ?? body.__type);
    this.name = body.__type.split('#').at(-1) ?? body.__type;
    this.statusCode = statusCode;
    this.body = body;
  }
}

/** An exception of the DynamoDB API, e.g. `ResourceNotFoundException` (HTTP 400). */
export function exception(type: string, message: string, details: Record<string, unknown> = {}): ServiceError {
  return new ServiceError(400, { __type: `${SERVICE}${type}`, message, ...details });
}

/** A request that is wrong in itself. */
export function validationError(message: string): ServiceError {
  return new ServiceError(400, { __type: 'com.amazon.coral.validate#ValidationException', message });
}

/** An operation this DynamoDB does not know. */
export function unknownOperation(): ServiceError {
  return new ServiceError(400, { __type: 'com.amazon.coral.service#UnknownOperationException', message: '' });
}

/** The service failed; a write may or may not have happened. */
export function internalServerError(message = 'Internal server error'): ServiceError {
  return new ServiceError(500, { __type: `${SERVICE}InternalServerError`, message });
}

/** Capacity is exhausted; the caller should wait and try again. */
export function throttled(): ServiceError {
  return exception(
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  );
}

/** True for errors that carry a wire body, ours or those thrown by dynalite. */
export function hasErrorBody(error: unknown): error is Error & { statusCode: number; body: ErrorBody } {
  return error instanceof Error && 'statusCode' in error && 'body' in error;
}

/** True if a write was refused by its own condition. */
export function isConditionFailure(error: unknown): error is Error & { statusCode: number; body: ErrorBody } {
  return hasErrorBody(error) && error.body.__type.endsWith('#ConditionalCheckFailedException');
}
