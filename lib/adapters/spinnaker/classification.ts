import { type ClassificationRule, RULES, UNRECOGNIZED } from './classification-rules.ts';
import type { FailureSignal } from './failure-signal.ts';

/** More than that is not searched: what explains a failure stands at its beginning. */
const MAX_WORDS = 20_000;

/** The first rule that holds. */
export function classify(signal: FailureSignal): ClassificationRule {
  const words = [...signal.messages, ...(signal.background ?? [])].join('\n').slice(0, MAX_WORDS);
  return RULES.find((rule) => holds(rule, signal, words)) ?? UNRECOGNIZED;
}

function holds({ when }: ClassificationRule, signal: FailureSignal, words: string): boolean {
  if (when.source !== undefined && when.source !== signal.source) return false;
  if (when.stage && !when.stage.test(signal.stageType)) return false;
  if (when.exception && !when.exception.test(signal.exceptionType)) return false;
  if (when.message && !when.message.test(words)) return false;
  return when.status === undefined || (signal.httpStatus !== undefined && when.status(signal.httpStatus));
}
