import type { MiddlewareObj } from '@middy/core';
import { callerOf } from './auth/caller.ts';
import type { GatewayEvent } from './context.ts';
import { writeLine } from './log.ts';
import type { Reply } from './reply.ts';

/** Writes the one line of each request once its answer is known. */
export const requestLine = (operation: string): MiddlewareObj<GatewayEvent, Reply> => {
  const started = new WeakMap<object, number>();
  return {
    before: ({ event }) => {
      started.set(event, performance.now());
    },
    after: ({ event, response }) => {
      const caller = callerOf(event);
      writeLine({
        requestId: event.requestContext.requestId,
        operation,
        method: event.requestContext.http.method,
        path: event.rawPath,
        status: response?.statusCode ?? 200,
        durationMs: Math.round((performance.now() - (started.get(event) ?? 0)) * 10) / 10,
        actorId: caller?.id,
        actorRole: caller?.role,
        code: codeOf(response),
        replayed: response?.headers['idempotency-replayed'] === 'true' ? true : undefined,
        fault: faultOf(event),
      });
    },
  };
};

const codeOf = (response: Reply | null | undefined): string | undefined => {
  if (response?.headers['content-type'] !== 'application/problem+json') return undefined;
  const problem: unknown = JSON.parse(response.body ?? '{}');
  return problem !== null && typeof problem === 'object' && 'code' in problem ? String(problem.code) : undefined;
};

const faultOf = (event: object) => {
  if (!('fault' in event) || !(event.fault instanceof Error)) return undefined;
  const { name, message, stack } = event.fault;
  return { name, message, stack };
};
