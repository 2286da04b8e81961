import type { Chapter } from './invariant.ts';
import type { Outcome, Verdict } from './run.ts';

/** Of the report's shape; raised when a field changes its meaning or goes away. */
const REPORT_VERSION = 1;

export type Profile = 'strict' | 'diagnostic';

export type Report = {
  readonly reportVersion: number;
  readonly contractVersion: string;
  readonly plane: { readonly baseUrl: string; readonly health: 'ok' };
  readonly profile: Profile;
  readonly active: boolean;
  /** False when somebody stopped the run before its end. */
  readonly complete: boolean;
  /** Whether invariants of the contract were not asked for: active ones without --active, and all that --only leaves out. */
  readonly partial: boolean;
  /** How many these are. */
  readonly notAskedFor: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly totals: Readonly<Record<Outcome, number>>;
  /** Whether the plane keeps the contract, as far as this profile asks. */
  readonly conforms: boolean;
  readonly checks: readonly (Verdict & { readonly chapter: string })[];
  /** What the run could not put back to what it was. */
  readonly leftBehind: readonly string[];
};

type Made = {
  readonly contractVersion: string;
  /** How many invariants it has. */
  readonly contractSize: number;
  readonly baseUrl: string;
  readonly profile: Profile;
  readonly active: boolean;
  readonly complete: boolean;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** What was asked for of it. */
  readonly chapters: readonly Chapter[];
  readonly verdicts: readonly Verdict[];
  readonly leftBehind: readonly string[];
};

/** Strict takes a check that could not be made for a failed one; diagnostic notes it. */
export const failing = (profile: Profile): readonly Outcome[] =>
  profile === 'strict' ? ['failed', 'skipped'] : ['failed'];

export function makeReport({ baseUrl, startedAt, chapters, verdicts, ...made }: Made): Report {
  const count = (outcome: Outcome) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const asked = chapters.flatMap(({ invariants }) => invariants).filter(({ active }) => made.active || !active).length;
  const chapterOf = new Map(chapters.flatMap(({ id, invariants }) => invariants.map((one) => [one.id, id] as const)));
  return {
    reportVersion: REPORT_VERSION,
    contractVersion: made.contractVersion,
    plane: { baseUrl, health: 'ok' },
    profile: made.profile,
    active: made.active,
    complete: made.complete,
    partial: asked < made.contractSize,
    notAskedFor: made.contractSize - asked,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(made.durationMs),
    totals: {
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
      'left-out': count('left-out'),
    },
    conforms: made.complete && !verdicts.some(({ outcome }) => failing(made.profile).includes(outcome)),
    checks: verdicts.map((verdict) => ({ chapter: chapterOf.get(verdict.id) ?? '', ...verdict })),
    leftBehind: made.leftBehind,
  };
}
