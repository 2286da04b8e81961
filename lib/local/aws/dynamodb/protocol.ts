import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { hasErrorBody, internalServerError, ServiceError } from './errors.ts';
import { type Body, isRecord } from './wire.ts';

/** A request of the DynamoDB JSON protocol. `target` is the header x-amz-target, e.g. `DynamoDB_20120810.GetItem`. */
export type ProtocolRequest = { target: string; headers: Record<string, string>; body: string };

export type ProtocolResponse = { statusCode: number; headers: Record<string, string>; body: string };

/** May refuse a request by throwing; a ServiceError is answered as it is. */
export type Authorize = (request: ProtocolRequest) => void | Promise<void>;

export type Respond = (request: ProtocolRequest) => Promise<ProtocolResponse>;

/** Turns an operation dispatcher into one that speaks the wire protocol. Never rejects. */
export function speakProtocol(
  dispatch: (operation: string, body: Body) => Promise<Body>,
  authorize: Authorize = () => undefined,
): Respond {
  return async (request) => {
    try {
      await authorize(request);
      const operation = request.target.split('.').at(-1) ?? '';
      return answer(200, await dispatch(operation, parsed(request.body)));
    } catch (error) {
      const failure = hasErrorBody(error) ? error : internalServerError(String(error));
      return answer(failure.statusCode, failure.body);
    }
  };
}

function parsed(text: string): Body {
  try {
    const body: unknown = JSON.parse(text || '{}');
    if (isRecord(body)) return body;
  } catch {
    // Answered below, like JSON that is no object.
  }
  throw new ServiceError(400, { __type: 'com.amazon.coral.service#SerializationException' });
}

function answer(statusCode: number, content: object): ProtocolResponse {
  const body = JSON.stringify(content);
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': String(Buffer.byteLength(body)),
    'x-amz-crc32': String(crc32(body)),
    'x-amzn-requestid': randomUUID(),
  };
  return { statusCode, headers, body };
}
