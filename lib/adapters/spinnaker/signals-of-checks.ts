import type { SignalReader } from './failure-signal.ts';
import { record, text, texts } from './json.ts';

/** Who refused, if it is written as a person's id or address is, and what they said. */
export const fromJudgment: SignalReader = ({ context, modifiedBy }) => {
  if (text(context.judgmentStatus)?.toLowerCase() !== 'stop') return undefined;
  const who = personOf(text(context.lastModifiedBy) ?? modifiedBy);
  const comment = text(context.judgmentInput);
  return {
    source: 'judgment',
    exceptionType: '',
    messages: [`refused by ${who ?? 'an approver'}`, ...texts([comment])],
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
    ...texts([context.message, context.failureMessage, context.error]),
  ];
  return messages.length === 0 ? undefined : { source: 'message', exceptionType: '', messages: [...new Set(messages)] };
};

const PERSON = /^[\w][\w.+-]{0,63}(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5})?$/;

function personOf(name: string | undefined): string | undefined {
  return name !== undefined && PERSON.test(name) ? name : undefined;
}
