import type { Refusal } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import type { Caller } from '../domain/records.ts';
import { ContentionFault } from '../ports/store.ts';
import { countRequest } from '../usecases/rate-limit.ts';
import { deny, type Needs } from './answers.ts';
import { callerOf } from './auth/caller.ts';
import type { Context } from './context.ts';
import { contended } from './faults.ts';
import { answerOrFault } from './faulty.ts';
import { overLimit, withRate } from './rate-headers.ts';
import type { Reply } from './reply.ts';
import { publisherDenial, roleDenial } from './role-check.ts';

type Asked = { readonly route: Route; readonly context: Context };

/**
 * Steps 2 and 3 of the order of checks: the request counts against its caller, whoever that is; then the caller needs a
 * role that may call this. Every answer that was counted says how many are left.
 */
export const letIn = async (
  needs: Needs,
  { route, context }: Asked,
  answer: (caller: Caller) => Promise<Reply>,
): Promise<Reply> => {
  const caller = callerOf(context.event);
  const denied = roleDenial(route, caller);
  const refuse = (refusal: Refusal) => deny(needs, { route, context, caller, refusals: [refusal] });
  if (!caller) {
    if (denied) return refuse(denied);
    throw new Error('A request without a caller passed its role check');
  }
  const kind = route.mutation ? 'mutation' : 'read';
  const rate = await countRequest({ store: needs.store(), clock: needs.clock() }, { callerId: caller.id, kind });
  // Reads go on without their counter; operators have to know, as nothing else tells them.
  if (rate.fault) Object.assign(context.event, { fault: rate.fault });
  const now = () => needs.clock().now();
  const answered = async (): Promise<Reply> => {
    if (!rate.allowed) return refuse(overLimit(rate, now()));
    const barred = denied ?? (await publisherDenial(needs, { route, caller }));
    return barred ? refuse(barred) : answer(caller).catch((fault: unknown) => denyContention(fault, refuse));
  };
  const reply = await answerOrFault(context, answered, { forOperators: caller.role === 'PLATFORM_ADMIN' });
  return withRate(reply, rate, now());
};

/** Every conflict is on record, also the one that is found only after trying for long. */
const denyContention = (fault: unknown, refuse: (refusal: Refusal) => Promise<Reply>): Promise<Reply> => {
  if (!(fault instanceof ContentionFault)) throw fault;
  return refuse(contended);
};
