import middy from '@middy/core';
import { contextOf, explain, type GatewayEvent, withRequestId } from './context.ts';
import { problemReply, type Reply } from './reply.ts';
import { requestLine } from './request-line.ts';

type Known = { readonly method: string; readonly path: string; readonly signedTwin?: true };

/** Answers what no route answers: 405 with the methods that the path has, or 404. */
export const unknownRoute = (routes: readonly Known[]) =>
  middy<GatewayEvent, Reply>()
    .use(requestLine('routes.unknown'))
    .handler((event) => {
      const context = contextOf(event);
      const { method } = event.requestContext.http;
      const allowed = methodsOf(event.rawPath, routes);
      const reply =
        allowed.length > 0
          ? problemReply(
              explain(context, {
                code: 'METHOD_NOT_ALLOWED',
                detail: `${method} is not something this resource can do`,
                hint: `It answers to ${allowed.join(', ')}.`,
              }),
            )
          : problemReply(
              explain(context, {
                code: 'NOT_FOUND',
                detail: `There is nothing at ${event.rawPath}`,
                hint: 'The API is described at /docs.',
              }),
            );
      const headers = allowed.length > 0 ? { ...reply.headers, allow: allowed.join(', ') } : reply.headers;
      return withRequestId({ ...reply, headers }, context);
    });

const methodsOf = (path: string, routes: readonly Known[]): string[] => {
  const signed = path.startsWith('/v1/signed/');
  const plain = signed ? path.replace('/v1/signed/', '/v1/') : path;
  const mounted = routes.filter((route) => !signed || route.signedTwin);
  const methods = mounted.filter((route) => patternOf(route.path).test(plain)).map((route) => route.method);
  return [...new Set(methods)].sort();
};

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
