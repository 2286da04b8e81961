import * as z from 'zod';
import type { AwsHandler, AwsRequest, AwsResponse } from './http.ts';

/** An error the caller's SDK client turns into the exception named `type`. */
export class AwsError extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.name = type;
    this.type = type;
    this.status = status;
  }
}

/** One operation of a JSON protocol: its input schema and what it does; throws `AwsError` to refuse. */
export type JsonOperation = (input: unknown) => Promise<object> | object;

/** Binds a schema to an operation; input that does not fit is a ValidationException. */
export function operation<T>(schema: z.ZodType<T>, run: (input: T) => Promise<object> | object): JsonOperation {
  return (input) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AwsError('ValidationException', z.prettifyError(parsed.error));
    return run(parsed.data);
  };
}

/**
 * A handler for an AWS JSON protocol service (`x-amz-target: <service>.<Operation>`).
 * Refusals are answered as AWS does: `{"__type", "message"}` with the error's status.
 */
export function jsonEndpoint(version: '1.0' | '1.1', operations: Readonly<Record<string, JsonOperation>>): AwsHandler {
  const reply = (status: number, body: object): AwsResponse => ({
    status,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: JSON.stringify(body),
  });
  return async (request) => {
    try {
      return reply(200, await dispatch(operations, request));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return reply(error.status, { __type: error.type, message: error.message });
    }
  };
}

async function dispatch(operations: Readonly<Record<string, JsonOperation>>, request: AwsRequest): Promise<object> {
  const name = request.headers['x-amz-target']?.split('.')[1] ?? '';
  const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (run === undefined) throw new AwsError('UnknownOperationException', `No operation ${name}`);
  return run(parseJson(request.body));
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON');
  }
}
