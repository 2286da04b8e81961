import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithRequestContext } from 'aws-lambda';
import type { AwsRequest } from '../aws/http.ts';
import type { RouteMatch } from './routing.ts';

export const API_ID = 'local';
/** The account that everything of a local plane belongs to. */
export const ACCOUNT_ID = '000000000000';

type RequestContext = APIGatewayProxyEventV2['requestContext'] & { authorizer?: AuthorizerContext };
export type GatewayEvent = APIGatewayProxyEventV2WithRequestContext<RequestContext>;
export type AuthorizerContext =
  | { readonly lambda: Readonly<Record<string, unknown>> }
  | { readonly iam: Readonly<Record<string, unknown>> };

export type EventFacts = { readonly match: RouteMatch; readonly requestId: string; readonly at: Date };

/** The event a function gets: HTTP API, payload format 2.0. */
export function eventOf(request: AwsRequest, facts: EventFacts): GatewayEvent {
  const { match } = facts;
  const [rawPath = '/', rawQueryString = ''] = request.url.split(/\?(.*)/s);
  const query = queryOf(rawQueryString);
  const { cookie, ...headers } = request.headers;
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers: { ...headers, 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' },
    ...(query && { queryStringParameters: query }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: { ...match.pathParameters } }),
    requestContext: contextOf(request, rawPath, facts),
    ...bodyOf(request),
  };
}

function contextOf(request: AwsRequest, path: string, { match, requestId, at }: EventFacts): RequestContext {
  return {
    accountId: ACCOUNT_ID,
    apiId: API_ID,
    domainName: request.headers.host ?? '127.0.0.1',
    domainPrefix: API_ID,
    http: {
      method: request.method,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: match.route.routeKey,
    stage: '$default',
    time: commonLogTime(at),
    timeEpoch: at.getTime(),
  };
}

/** Repeated parameters are joined by commas, as the format says. */
function queryOf(rawQueryString: string): Record<string, string> | undefined {
  if (rawQueryString === '') return undefined;
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const before = query.get(name);
    query.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(query);
}

const TEXT = /^(text\/|application\/([\w.+-]+\+)?(json|xml|javascript)\b)/i;

function bodyOf({ headers, body }: AwsRequest): Pick<GatewayEvent, 'body' | 'isBase64Encoded'> {
  if (body.length === 0) return { isBase64Encoded: false };
  if (TEXT.test(headers['content-type'] ?? 'text/plain'))
    return { body: body.toString('utf8'), isBase64Encoded: false };
  return { body: body.toString('base64'), isBase64Encoded: true };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `21/Nov/2026:09:30:00 +0000` */
function commonLogTime(at: Date): string {
  const day = String(at.getUTCDate()).padStart(2, '0');
  return `${day}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`;
}
