import { RULES } from './classification-rules.ts';
import type { FailureSignal } from './failure-signal.ts';
import { VERDICTS, type Verdict } from './verdicts.ts';

export type ClassificationRule = {
  readonly id: string;
  /** What was seen, in the words of users and operators. */
  readonly seen: string;
  /** All that is given must hold; `message` looks at everything that was said. */
  readonly when: {
    readonly source?: FailureSignal['source'];
    readonly stage?: RegExp;
    readonly exception?: RegExp;
    readonly message?: RegExp;
    readonly status?: (status: number) => boolean;
  };
  readonly verdict: Verdict;
};

/** Special cases that no rule covers are counted, so that one can be written. */
export const UNRECOGNIZED: ClassificationRule = {
  id: 'unrecognized',
  seen: 'anything else; it is counted',
  when: {},
  verdict: VERDICTS.unrecognized,
};

/** What was never read cannot be searched: no rule has a part in it. */
export const UNREADABLE: ClassificationRule = {
  id: 'unreadable',
  seen: 'the engine says that it failed, and for minutes nothing of why',
  when: {},
  verdict: VERDICTS.unreadable,
};

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
