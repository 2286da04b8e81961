import { type Context, explain } from './context.ts';
import { problemOfFault, retryAfterFault } from './faults.ts';
import { problemReply, type Reply } from './reply.ts';

/** The answer, or the problem that became of it; the line of the request tells operators what was thrown. */
export const answerOrFault = async (
  context: Context,
  answer: () => Promise<Reply>,
  audience?: { readonly forOperators: boolean },
): Promise<Reply> => {
  try {
    return await answer();
  } catch (fault) {
    Object.assign(context.event, { fault });
    return problemReply(explain(context, problemOfFault(fault, audience)), retryAfterFault(fault));
  }
};
