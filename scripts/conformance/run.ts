import { Unreachable } from '../../bin/cli/errors.ts';
import { ProblemError } from '../../lib/contract/client.ts';
import type { Answer } from './answer.ts';
import { Breach, LeftOut, Skipped } from './claims.ts';
import type { Chapter, Invariant } from './invariant.ts';
import type { OpenSuite } from './suite.ts';
import { Stopped } from './transport.ts';

export type Outcome = 'passed' | 'failed' | 'skipped' | 'left-out';

/** One request that a verdict rests on. */
export type Exhibit = {
  readonly request: string;
  readonly status: number;
  readonly code?: string;
  readonly requestId?: string;
};

export type Verdict = {
  readonly id: string;
  readonly title: string;
  readonly outcome: Outcome;
  /** Why it failed, or was not made. */
  readonly detail?: string;
  readonly evidence: { readonly requests: number; readonly last: readonly Exhibit[] };
  readonly durationMs: number;
};

const EXHIBITS_MAX = 5;

type Judging = { readonly suite: OpenSuite; readonly tell: (verdict: Verdict) => void };

/** Makes every check in order. What a check began is put back before the next. A plane that is gone is not asked again. */
export async function judgeAll(chapters: readonly Chapter[], { suite, tell }: Judging): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  let isGone = false;
  for (const invariant of chapters.flatMap(({ invariants }) => invariants)) {
    if (suite.isStopped()) break;
    const verdict = await judge(isGone ? { ...invariant, check: gone } : invariant, suite);
    isGone ||= verdict.isGone;
    verdicts.push(verdict.verdict);
    tell(verdict.verdict);
  }
  return verdicts;
}

const gone = async (): Promise<never> => {
  throw new Skipped('The plane does not answer any more');
};

async function judge(invariant: Invariant, suite: OpenSuite): Promise<{ verdict: Verdict; isGone: boolean }> {
  const { id, title } = invariant;
  const before = suite.seen.length;
  const begun = performance.now();
  const { outcome, detail, isGone = false } = await attempt(invariant, suite);
  await putBack(suite);
  const made = suite.seen.slice(before);
  const verdict = {
    id,
    title,
    outcome,
    ...(detail !== undefined && { detail }),
    evidence: { requests: made.length, last: made.slice(-EXHIBITS_MAX).map(exhibitOf) },
    durationMs: Math.round(performance.now() - begun),
  };
  return { verdict, isGone };
}

const exhibitOf = ({ about, status, code, requestId }: Answer): Exhibit => ({
  request: about,
  status,
  ...(code !== undefined && { code }),
  ...(requestId !== undefined && { requestId }),
});

type Ending = { readonly outcome: Outcome; readonly detail?: string; readonly isGone?: true };

async function attempt({ needs = [], active, check }: Invariant, suite: OpenSuite): Promise<Ending> {
  if (active && !suite.isActive) return { outcome: 'left-out', detail: 'It changes the plane: run with --active' };
  const missing = needs.filter((credential) => !suite.has(credential));
  if (missing.length > 0) return { outcome: 'skipped', detail: `No credentials of ${missing.join(' and ')}` };
  try {
    await suite.checking(() => check(suite));
    return { outcome: 'passed' };
  } catch (error) {
    return endingOf(error);
  }
}

function endingOf(error: unknown): Ending {
  if (error instanceof Breach) return { outcome: 'failed', detail: error.message };
  if (error instanceof Stopped) return { outcome: 'skipped', detail: 'The run was stopped' };
  if (error instanceof Skipped) return { outcome: 'skipped', detail: error.message };
  if (error instanceof LeftOut) return { outcome: 'left-out', detail: error.message };
  if (error instanceof ProblemError) {
    return { outcome: 'failed', detail: `A call that had to succeed was refused: ${error.status} ${error.message}` };
  }
  if (error instanceof Unreachable) return { outcome: 'failed', detail: error.message, isGone: true };
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { outcome: 'failed', detail: `The check could not go on with what the plane answered: ${what}` };
}

/** The last one first; what cannot be put back is said. */
export async function putBack({ undos, leave }: OpenSuite): Promise<void> {
  for (let undo = undos.pop(); undo; undo = undos.pop()) {
    const { what, work } = undo;
    await work().catch((error: unknown) => leave(`${what}: ${error instanceof Error ? error.message : error}`));
  }
}
