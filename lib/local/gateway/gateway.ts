import { randomBytes } from 'node:crypto';
import type { Route } from '../../contract/route.ts';
import type { AwsRequest } from '../aws/http.ts';
import { type GatewayResponse, gatewayAnswers } from './answers.ts';
import { createCors } from './cors.ts';
import { eventOf, type GatewayEvent } from './event.ts';
import { type Functions, FunctionTimeout } from './functions.ts';
import { responseOf } from './proxy-result.ts';
import { createRouter, type RouteMatch } from './routing.ts';
import { createSignatureAuthorizer, type LocalCredential } from './signature-authorizer.ts';
import { type Authorization, createTokenAuthorizer } from './token-authorizer.ts';

/** As long as API Gateway waits for an integration. */
const TIMEOUT_MS = 30_000;
export const BODY_BYTES_MAX = 10 * 1024 * 1024;
export const AUTHORIZER_FUNCTION = 'auth/authorizer';
const ENGINE_AUTHORIZER_FUNCTION = 'auth/engine-events';

export type GatewayOptions = {
  readonly routes: readonly Route[];
  readonly functions: Pick<Functions, 'invoke' | 'load'>;
  readonly credentials: readonly LocalCredential[];
  readonly corsOrigins: readonly string[];
  /** Told of functions that crashed, timed out or answered nonsense; callers only get the gateway's own body. */
  readonly report: (trouble: { readonly operation: string; readonly error: unknown }) => void;
  readonly timeoutMs?: number;
};

export type Gateway = {
  readonly serve: (request: AwsRequest) => Promise<GatewayResponse>;
  /** Loads every function ahead of its first call, one by one. */
  readonly warm: () => Promise<void>;
};

/** `deployments.create` → `api/deployments/create` */
const functionOf = (operation: string): string => `api/${operation.replace('.', '/')}`;

/** API Gateway's HTTP API for the routes of the contract. Time is real here: tokens and signatures live in it. */
export function createGateway(options: GatewayOptions): Gateway {
  const { functions, report, timeoutMs = TIMEOUT_MS } = options;
  const match = createRouter(options.routes);
  const cors = createCors(options.corsOrigins);
  const authorizeSignature = createSignatureAuthorizer(options.credentials, Date.now);
  const authorizerOf = (operation: string) =>
    createTokenAuthorizer({
      invoke: (event) => functions.invoke(operation, event, timeoutMs),
      now: Date.now,
      report: (error) => report({ operation, error }),
    });
  const authorizeToken = authorizerOf(AUTHORIZER_FUNCTION);
  const authorizeEngine = authorizerOf(ENGINE_AUTHORIZER_FUNCTION);

  const authorize = async ({ route }: RouteMatch, request: AwsRequest, event: GatewayEvent) => {
    if (route.authorization === 'none') return undefined;
    if (route.authorization === 'signature') return authorizeSignature(request);
    return route.authorization === 'engine' ? authorizeEngine(event) : authorizeToken(event);
  };

  const integrate = async (operation: string, event: GatewayEvent): Promise<GatewayResponse> => {
    try {
      const response = responseOf(await functions.invoke(functionOf(operation), event, timeoutMs));
      if (response) return response;
      report({ operation, error: new TypeError('The function answered nothing that HTTP can carry') });
      return gatewayAnswers.internal;
    } catch (error) {
      report({ operation, error });
      return error instanceof FunctionTimeout ? gatewayAnswers.unavailable : gatewayAnswers.internal;
    }
  };

  const answer = async (request: AwsRequest, requestId: string): Promise<GatewayResponse> => {
    const preflight = cors.preflight(request);
    if (preflight) return preflight;
    const found = attempt(() => match(request.method, request.url.split('?')[0] ?? '/'));
    if (found === 'malformed') return gatewayAnswers.badRequest;
    if (!found) return gatewayAnswers.notFound;
    const event = eventOf(request, { match: found, requestId, at: new Date() });
    const authorization = await authorize(found, request, event);
    const refusal = authorization && refusalOf(authorization);
    if (refusal) return refusal;
    if (authorization?.kind === 'allowed') event.requestContext.authorizer = authorization.context;
    return integrate(found.route.operation, event);
  };

  return {
    async serve(request) {
      const requestId = randomBytes(11).toString('base64');
      const response = await answer(request, requestId);
      const headers = { ...cors.headersFor(request), 'apigw-requestid': requestId, ...response.headers };
      return { ...response, headers };
    },
    async warm() {
      for (const { operation } of options.routes) {
        await functions.load(functionOf(operation)).catch((error: unknown) => report({ operation, error }));
      }
    },
  };
}

function refusalOf(authorization: Authorization): GatewayResponse | undefined {
  if (authorization.kind === 'allowed') return undefined;
  if (authorization.kind === 'unauthorized') return gatewayAnswers.unauthorized;
  return authorization.kind === 'forbidden' ? gatewayAnswers.forbidden : gatewayAnswers.internal;
}

function attempt<T>(find: () => T): T | 'malformed' {
  try {
    return find();
  } catch (error) {
    if (error instanceof URIError) return 'malformed';
    throw error;
  }
}
