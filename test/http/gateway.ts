import type { Caller } from '../../lib/domain/records.ts';
import type { GatewayEvent } from '../../lib/http/context.ts';
import type { Reply } from '../../lib/http/reply.ts';
import { anOwner } from '../usecases/callers.ts';

/** Requests as API Gateway hands them over, after its authorizer. */

export type Sent = {
  readonly method?: string;
  readonly path?: string;
  readonly caller?: Caller | 'nobody';
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as it is when it is text, else as JSON. */
  readonly body?: unknown;
  readonly base64?: boolean;
};

let requests = 0;

export const gatewayEvent = (sent: Sent = {}): GatewayEvent => {
  requests += 1;
  const { method = 'GET', path = '/v1/somewhere', caller = anOwner(), headers = {}, body, base64 = false } = sent;
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: { authorization: 'Bearer the-secret-token', ...headers },
    ...(sent.params ? { pathParameters: sent.params } : {}),
    ...(sent.query ? { queryStringParameters: sent.query } : {}),
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: `request-${requests}`,
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '21/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_795_262_400_000,
      ...(caller === 'nobody' ? {} : { authorizer: { lambda: { caller: JSON.stringify(caller) } } }),
    },
    ...(text === undefined ? {} : { body: base64 ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded: base64,
  };
};

type Handler = (event: GatewayEvent, context: never) => Promise<unknown>;

const isReply = (value: unknown): value is Reply =>
  typeof value === 'object' && value !== null && 'statusCode' in value;

export type Received = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON; an empty object when there is none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly requestId: string;
};

/** Calls a handler as Lambda does. */
export const call = async (handler: unknown, sent: Sent = {}): Promise<Received> => {
  const event = gatewayEvent(sent);
  const reply = await (handler as Handler)(event, {} as never);
  if (!isReply(reply)) throw new Error('The handler gave no answer');
  const text = reply.body ?? '';
  return {
    status: reply.statusCode ?? 200,
    headers: reply.headers,
    text,
    body: text === '' ? {} : JSON.parse(text),
    requestId: event.requestContext.requestId,
  };
};
