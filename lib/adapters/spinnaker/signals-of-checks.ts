import type { SignalReader } from './failure-signal.ts';
import { record, text, texts } from './json.ts';
import { redact } from './redaction.ts';

/** Who refused, and what they said. */
export const fromJudgment: SignalReader = ({ context, modifiedBy }) => {
  if (text(context.judgmentStatus)?.toLowerCase() !== 'stop') return undefined;
  return {
    source: 'judgment',
    exceptionType: '',
    decidedBy: personOf(text(context.lastModifiedBy) ?? modifiedBy) ?? 'an approver',
    messages: texts([context.judgmentInput]),
  };
};

/** The author's own message; the expression itself is for those who know the engine. */
export const fromPrecondition: SignalReader = ({ context }) => {
  const check = record(context.context);
  const expression = text(check.expression);
  const isFalse = check.expressionResult === false || text(check.expressionResult)?.toLowerCase() === 'false';
  const message = text(check.failureMessage);
  if (!isFalse || (expression ?? message) === undefined) return undefined;
  return {
    source: 'precondition',
    exceptionType: '',
    messages: [message ?? 'a condition of the recipe is not true'],
    background: texts([expression]),
  };
};

export const fromMessages: SignalReader = ({ context }) => {
  const messages = [
    ...texts(context.failureMessages),
    ...texts(context.messages),
    ...texts([context.message, context.failureMessage, context.canaryScoreMessage, context.error]),
  ];
  return messages.length === 0 ? undefined : { source: 'message', exceptionType: '', messages: [...new Set(messages)] };
};

const PERSON = /^(\w[\w.+-]{0,63})(?:@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5}))?$/;
const INTERNAL = /\.(?:local|internal|intranet|private|svc|cluster|lan|corp|home)$/i;

/** The id or address of a person; undefined when it is written as neither, or looks like something else. */
function personOf(name: string | undefined): string | undefined {
  const [, id = '', domain] = PERSON.exec(name ?? '') ?? [];
  if (id === '' || redact(id) !== id) return undefined;
  return domain === undefined || INTERNAL.test(domain) ? id : `${id}@${domain}`;
}
