import type { Check, Validation } from '../../../../lib/contract/admission.ts';
import { ProblemError } from '../../../../lib/contract/client.ts';
import type { ProblemCode } from '../../../../lib/contract/codes.ts';
import type { Refusal } from '../../../../lib/contract/problem.ts';

/** A line of the preview: a check, with the refusal it led to. */
export type Line = { readonly check: Check; readonly refusal: Refusal | undefined };

/** What time or somebody else's work will cure. */
const passing: readonly ProblemCode[] = [
  'CONCURRENCY_LIMIT_REACHED',
  'ENGINE_UNAVAILABLE',
  'MUTATIONS_DISABLED',
  'VERSION_NOT_VERIFIED',
  'RATE_LIMITED',
  'CONTENTION',
];
export const willPass = ({ code, allowedFrom }: Refusal): boolean =>
  allowedFrom !== undefined || passing.includes(code);

/** The checks most people look for; the others are a click away, unless they fail. */
const main: readonly string[] = [
  'environment-enabled',
  'recipe-allowed',
  'version-registered',
  'version-verified',
  'daily-deploy-quota',
  'one-in-flight',
  'free-slot',
  'engine-available',
];
export const isMain = ({ check }: Line): boolean => !check.passed || main.includes(check.rule);

/** Checks in rule order with their refusals, and refusals that belong to no check. */
export const linesOf = (checks: readonly Check[], refusals: readonly Refusal[]) => {
  const left = [...refusals];
  const lines = checks.map((check): Line => {
    const index = check.passed ? -1 : left.findIndex((refusal) => refusal.message === check.summary);
    const [refusal] = index < 0 ? [] : left.splice(index, 1);
    return { check, refusal };
  });
  return { lines, others: left };
};

/** The refusals of an answer that was not success; a problem without any becomes one. */
export const refusalsOf = (error: Error | null): Refusal[] => {
  if (!(error instanceof ProblemError) || !error.problem) return [];
  const { refusals, code, detail, hint, fields } = error.problem;
  if (refusals && refusals.length > 0) return refusals;
  const wrong = (fields ?? []).map((field) => `${field.path}: ${field.message}`).join('; ');
  return [{ code, message: wrong || detail, hint: hint ?? '', facts: {} }];
};

/** What the plane said to the last submit; empty when it was not refused. */
export type Refused = { readonly refusals: readonly Refusal[]; readonly at: number; readonly byRules: boolean };

const isRule = ({ code }: Refusal): boolean => code !== 'RATE_LIMITED';

export const refusedOf = (error: Error | null, at: number): Refused => {
  const refusals = error ? refusalsOf(error) : [];
  // How often somebody may ask is no rule that a preview looks at.
  const byRules = error instanceof ProblemError && (error.problem?.refusals ?? []).some(isRule);
  return { refusals, at, byRules };
};

/** Refusals of a submit that still hold: a later answer of the same rules is the newer word. */
export const stillRefused = (refused: Refused, validation: Validation | undefined, validatedAt: number): Refusal[] => {
  if (refused.byRules && validatedAt > refused.at) return [];
  return refused.refusals.filter(({ message }) => !validation?.refusals.some((known) => known.message === message));
};

/** `lacking`: the rules would admit it, but the form is not complete. `not-known`: the plane does not answer. */
export type Verdict = 'ready' | 'lacking' | 'not-now' | 'not-allowed' | 'not-known';

/** What the rules say. */
export const verdictOf = (validation: Validation, submitRefusals: readonly Refusal[]): Verdict => {
  const refusals = [...validation.refusals, ...submitRefusals];
  if (validation.allowed && submitRefusals.length === 0) return 'ready';
  return refusals.every(willPass) ? 'not-now' : 'not-allowed';
};
