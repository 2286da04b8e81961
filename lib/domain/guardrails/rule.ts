import type { Check } from '../../contract/admission.ts';
import type { ProblemCode } from '../../contract/codes.ts';
import type { Refusal } from '../../contract/problem.ts';

export type Phase = 'policy' | 'compatibility' | 'quota' | 'concurrency' | 'engine';

/** The part of the commit that makes a rule over changing state true at the instant of writing. */
export type Twin = 'guard' | 'lane' | 'slots' | 'quota' | 'build never changes' | 'checked again by the engine';

export type Verdict =
  | { readonly passed: true; readonly summary: string; readonly facts?: Record<string, unknown> }
  | {
      readonly passed: false;
      readonly code: ProblemCode;
      readonly summary: string;
      readonly hint: string;
      readonly allowedFrom?: string;
      readonly facts?: Record<string, unknown>;
      /** Nothing further is evaluated, so that nothing further is learned. */
      readonly ends?: true;
    };

/** One guardrail. `evaluate` is pure; `undefined` means that the facts it needs are missing, and it is skipped. */
export type Rule<Facts> = {
  readonly id: string;
  readonly phase: Phase;
  readonly codes: readonly ProblemCode[];
  readonly twin: Twin;
  readonly evaluate: (facts: Facts) => Verdict | undefined;
};

export type Evaluation = { readonly checks: readonly Check[]; readonly refusals: readonly Refusal[] };

const checkOf = (rule: string, verdict: Verdict): Check => ({
  rule,
  passed: verdict.passed,
  summary: verdict.summary,
  facts: verdict.facts ?? {},
  ...(verdict.passed || verdict.allowedFrom === undefined ? {} : { allowedFrom: verdict.allowedFrom }),
});

const refusalOf = (verdict: Verdict & { passed: false }): Refusal => ({
  code: verdict.code,
  message: verdict.summary,
  hint: verdict.hint,
  facts: verdict.facts ?? {},
  ...(verdict.allowedFrom === undefined ? {} : { allowedFrom: verdict.allowedFrom }),
});

/** Evaluates every rule whose facts exist, in order, and keeps every refusal. */
export const evaluate = <Facts>(rules: readonly Rule<Facts>[], facts: Facts): Evaluation => {
  const checks: Check[] = [];
  const refusals: Refusal[] = [];
  for (const rule of rules) {
    const verdict = rule.evaluate(facts);
    if (!verdict) continue;
    checks.push(checkOf(rule.id, verdict));
    if (verdict.passed) continue;
    refusals.push(refusalOf(verdict));
    if (verdict.ends) break;
  }
  return { checks, refusals };
};
