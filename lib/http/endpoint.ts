import middy from '@middy/core';
import type { ResponseOf, Route } from '../contract/route.ts';
import { IDEMPOTENCY_KEY_PATTERN } from '../contract/values.ts';
import type { Caller } from '../domain/records.ts';
import type { MutationRequest } from '../usecases/operation.ts';
import type { Result } from '../usecases/result.ts';
import { invalid, keyRequired, type Needs, respond } from './answers.ts';
import { type Context, contextOf, type GatewayEvent, withRequestId } from './context.ts';
import { answerOrFault } from './faulty.ts';
import { fingerprintOf } from './fingerprint.ts';
import { withRevision } from './if-match.ts';
import { letIn } from './let-in.ts';
import { openCursor } from './list-cursor.ts';
import { type ParsedRequest, parseRequest } from './parse.ts';
import { jsonReply, type Reply } from './reply.ts';
import { requestLine } from './request-line.ts';

/** The request of a reading operation, parsed and attributed. */
export type ReadRequest<R extends Route> = ParsedRequest<R> & { readonly caller: Caller; readonly requestId: string };

/** A reading operation: rate and role, then schema, then the answer with its ETag. */
export const readEndpoint = <R extends Route>(
  route: R,
  needs: Needs,
  read: (request: ReadRequest<R>) => Promise<Result<ResponseOf<R>>>,
) =>
  lambda(route, (context) =>
    letIn(needs, { route, context }, async (caller) => {
      const parsed = parseRequest(route, context.raw);
      if (!parsed.ok) return invalid(context, parsed.fields);
      const query = openCursor(route.operation, context.raw.query, parsed.value.query);
      const result = await read({ ...parsed.value, query, caller, requestId: context.requestId });
      return respond(needs, { route, context, caller, result });
    }),
  );

/** A changing operation: rate, role, key, then the one path of every mutation, which knows the order of the rest. */
export const mutationEndpoint = <R extends Route>(
  route: R,
  needs: Needs,
  change: (request: MutationRequest<ParsedRequest<R>>) => Promise<Result<ResponseOf<R>>>,
) =>
  lambda(route, (context) =>
    letIn(needs, { route, context }, async (caller) => {
      const idempotencyKey = context.event.headers['idempotency-key'] ?? '';
      if (!IDEMPOTENCY_KEY_PATTERN.test(idempotencyKey)) return keyRequired(context, idempotencyKey);
      const raw = withRevision(route, context.raw, context.event.headers['if-match']);
      const result = await change({
        caller,
        requestId: context.requestId,
        operation: route.operation,
        idempotencyKey,
        fingerprint: fingerprintOf(raw.ok ? raw.value : context.raw),
        input: raw.ok ? parseRequest(route, raw.value) : raw,
      });
      return respond(needs, { route, context, caller, result });
    }),
  );

/** An operation that anybody may call, without identity. */
export const publicEndpoint = <R extends Route>(route: R, read: () => Promise<ResponseOf<R>>) =>
  lambda(route, async () => jsonReply(200, await read()));

/** What API Gateway can tell of a request, faults turned into answers, one line in the log. */
export const lambda = (route: Route, run: (context: Context) => Promise<Reply>) =>
  middy<GatewayEvent, Reply>()
    .use(requestLine(route.operation))
    .handler(async (event) => {
      const context = contextOf(event);
      return withRequestId(await answerOrFault(context, () => run(context)), context);
    });
