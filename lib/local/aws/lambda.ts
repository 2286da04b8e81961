import * as z from 'zod';
import type { AwsHandler, AwsRequest, AwsResponse } from './http.ts';
import { type EventQueue, type EventQueueOptions, openEventQueue } from './lambda-events.ts';

export type LambdaOptions = EventQueueOptions & {
  /** Whether there is a function of this name; every name is one when left out. */
  readonly knows?: (functionName: string) => boolean;
};

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?|$)/;

/** The bare name in a function name, partial ARN or ARN, version or alias dropped. */
export function functionNameOf(reference: string): string {
  const [, name] = /(?:^|:)function:([^:]+)/.exec(reference) ?? [];
  return name ?? reference.split(':')[0] ?? reference;
}

/** Lambda's Invoke: RequestResponse, Event (202 at once, retried twice) and DryRun. `close` drops what is queued. */
export function openLambda(options: LambdaOptions): { serve: AwsHandler; close: () => Promise<void> } {
  const queue = openEventQueue(options);
  return { serve: (request) => invokeOperation(options, queue, request), close: queue.close };
}

async function invokeOperation(options: LambdaOptions, queue: EventQueue, request: AwsRequest): Promise<AwsResponse> {
  const [, name] = PATH.exec(request.url) ?? [];
  if (name === undefined || request.method !== 'POST') return refused(404, 'ResourceNotFoundException', 'Unknown path');
  const payload = readPayload(request.body);
  if (!payload.ok) return refused(400, 'InvalidRequestContentException', 'The payload is not JSON');
  const functionName = functionNameOf(decodeURIComponent(name));
  if (options.knows?.(functionName) === false) {
    return refused(404, 'ResourceNotFoundException', `Function not found: ${functionName}`);
  }
  switch (request.headers['x-amz-invocation-type'] ?? 'RequestResponse') {
    case 'RequestResponse':
      return callNow(options, functionName, payload.value);
    case 'Event':
      if (queue.offer({ functionName, payload: payload.value })) return { status: 202, headers: {}, body: '' };
      return refused(429, 'TooManyRequestsException', 'The queue of asynchronous calls is full');
    case 'DryRun':
      return { status: 204, headers: {}, body: '' };
    default:
      return refused(400, 'InvalidParameterValueException', 'Unknown invocation type');
  }
}

async function callNow(options: LambdaOptions, functionName: string, payload: unknown): Promise<AwsResponse> {
  try {
    const result = await options.invoke(functionName, payload);
    return { status: 200, headers: executed, body: JSON.stringify(result ?? null) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const body = JSON.stringify({ errorType: name, errorMessage: message, trace: [] });
    return { status: 200, headers: { ...executed, 'x-amz-function-error': 'Unhandled' }, body };
  }
}

const executed = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };

const refused = (status: number, type: string, message: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
  body: JSON.stringify({ Type: 'User', Message: message }),
});

const json = z.string().transform((text, issues): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    issues.addIssue('not JSON');
    return z.NEVER;
  }
});

/** No payload at all is an empty object, as in AWS. */
function readPayload(body: Buffer): { ok: true; value: unknown } | { ok: false } {
  const parsed = json.safeParse(body.toString() || '{}');
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false };
}
