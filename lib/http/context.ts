import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2WithRequestContext } from 'aws-lambda';
import type { Problem } from '../contract/problem.ts';
import type { RawRequest } from './parse.ts';
import { type ProblemDetails, problemOf } from './problem.ts';
import type { Reply } from './reply.ts';

/** A request as the HTTP API hands it over, after its authorizer. */
export type GatewayEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & { authorizer?: unknown }
>;

export type Context = { readonly event: GatewayEvent; readonly requestId: string; readonly raw: RawRequest };

export const contextOf = (event: GatewayEvent): Context => ({
  event,
  requestId: event.requestContext.requestId,
  raw: {
    params: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    body: event.isBase64Encoded && event.body ? Buffer.from(event.body, 'base64').toString() : event.body,
  },
});

export const withRequestId = (reply: Reply, { requestId }: Context): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'x-request-id': requestId },
});

/** A problem about this very request. */
export const explain = ({ event, requestId }: Context, details: ProblemDetails): Problem =>
  problemOf(details, { instance: event.rawPath, requestId });
