import type { FieldError, Refusal } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import { secondsUntil } from '../domain/rates.ts';
import type { Caller } from '../domain/records.ts';
import type { Result } from '../usecases/result.ts';
import type { World } from '../usecases/world.ts';
import { type Context, explain } from './context.ts';
import { recordDenial } from './denials.ts';
import { CONTENTION_SECONDS } from './faults.ts';
import { sealCursor } from './list-cursor.ts';
import { cacheableReply, jsonReply, type Lines, linesReply, problemReply, type Reply } from './reply.ts';

/** What every endpoint needs to put denials on record; made on first use. */
export type Needs = {
  readonly store: () => World['store'];
  readonly clock: () => World['clock'];
  readonly ids: () => World['ids'];
};

export const keyRequired = (context: Context, sent: string): Reply =>
  problemReply(
    explain(context, {
      code: 'IDMP_KEY_REQUIRED',
      detail: sent
        ? 'The Idempotency-Key is not valid'
        : 'This changes something, so it needs an Idempotency-Key header',
      hint: 'Send 1 to 128 of letters, digits, dot, underscore, colon and dash; one key per intent.',
    }),
  );

export const invalid = (context: Context, fields: readonly FieldError[]): Reply =>
  problemReply(
    explain(context, {
      code: 'INVALID_REQUEST',
      detail: 'Some fields are not valid; nothing was changed',
      fields,
    }),
  );

type Refused = {
  readonly route: Route;
  readonly context: Context;
  readonly caller: Caller | undefined;
  readonly refusals: readonly [Refusal, ...Refusal[]];
  readonly deliveryGroupId?: string | undefined;
};

/** The first refusal gives status and code; all of them are listed. The denial is on record before the answer leaves. */
export const deny = async (
  needs: Needs,
  { route, context, caller, refusals, deliveryGroupId }: Refused,
): Promise<Reply> => {
  const [first] = refusals;
  if (caller) {
    const about = { ...bodyFields(context.raw.body), ...context.raw.params };
    const world = { store: needs.store(), clock: needs.clock(), ids: needs.ids() };
    await recordDenial(world, {
      route,
      caller,
      deliveryGroupId,
      requestId: context.requestId,
      refusal: first,
      deploymentId: context.raw.params.id,
      about,
    });
  }
  const problem = explain(context, { code: first.code, detail: first.message, hint: first.hint, refusals });
  return problemReply(problem, retryAfter(first, needs));
};

const bodyFields = (body: string | undefined): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(body ?? '{}');
    return parsed !== null && typeof parsed === 'object' ? { ...parsed } : {};
  } catch {
    return {};
  }
};

/** 429 and 503 say when to try again. */
const retryAfter = ({ code, allowedFrom }: Refusal, needs: Needs): number | undefined => {
  if (allowedFrom !== undefined) {
    return secondsUntil(allowedFrom, needs.clock().now());
  }
  if (code === 'CONTENTION') return CONTENTION_SECONDS;
  return code === 'ENGINE_UNAVAILABLE' || code === 'MUTATIONS_DISABLED' ? 60 : undefined;
};

const hasLines = (body: unknown): body is Lines =>
  typeof body === 'object' && body !== null && 'lines' in body && Array.isArray(body.lines);

type Answered<Body> = {
  readonly route: Route;
  readonly context: Context;
  readonly caller: Caller;
  readonly result: Result<Body>;
};

export const respond = async <Body>(
  needs: Needs,
  { route, context, caller, result }: Answered<Body>,
): Promise<Reply> => {
  if (result.kind === 'invalid') return invalid(context, result.fields);
  if (result.kind === 'refused') {
    const { refusals, deliveryGroupId } = result;
    return deny(needs, { route, context, caller, refusals, deliveryGroupId });
  }
  // Answers pass their schema too: what it does not name stays inside.
  const body = sealCursor(route.operation, context.raw.query, route.response.parse(result.body));
  if (route.mutation || route.method !== 'GET') {
    return jsonReply(route.status, body, result.replayed ? { 'idempotency-replayed': 'true' } : {});
  }
  if (route.inLines && hasLines(body)) return linesReply(body);
  const poll: Record<string, string> =
    result.pollAfterSeconds === undefined ? {} : { 'poll-after': String(result.pollAfterSeconds) };
  return cacheableReply(body, context.event.headers['if-none-match'], poll);
};
