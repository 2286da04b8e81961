import type { BodyOf, ResponseOf, Route } from '../contract/route.ts';
import { invalid } from './answers.ts';
import { lambda } from './endpoint.ts';
import { parseRequest } from './parse.ts';
import { jsonReply } from './reply.ts';

/** Executions tell everything that happened in them, so their events are large; beyond this nobody reads them. */
const BODY_CHARACTERS_MAX = 4 * 1024 * 1024;

/** An operation that another system calls, let in by an authorizer of its own: no caller, no key, nothing on record. */
export const hookEndpoint = <R extends Route>(route: R, take: (body: BodyOf<R>) => Promise<ResponseOf<R>>) =>
  lambda(route, async (context) => {
    if ((context.raw.body?.length ?? 0) > BODY_CHARACTERS_MAX) {
      return invalid(context, [{ path: 'body', message: `At most ${BODY_CHARACTERS_MAX} characters` }]);
    }
    const parsed = parseRequest(route, context.raw);
    return parsed.ok ? jsonReply(route.status, await take(parsed.value.body)) : invalid(context, parsed.fields);
  });
