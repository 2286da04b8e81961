import { ProblemError } from '../../lib/contract/client.ts';
import type { Deployment } from '../../lib/contract/deployment.ts';
import { Unreachable } from './errors.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';
import { failureLines, markOf, titleOf } from './text/deployment.ts';
import type { Tone } from './text/paint.ts';
import { duration, secondsBetween } from './text/time.ts';
import { timelineLine } from './text/timeline.ts';

const SECOND = 1000;
const GIVE_UP_AFTER_MS = 5 * 60 * SECOND;

/** How long to wait before the next look: every second at first, calmer the longer it takes. */
export const paceMs = (followedMs: number): number => {
  if (followedMs < 60 * SECOND) return SECOND;
  return followedMs < 10 * 60 * SECOND ? 2 * SECOND : 5 * SECOND;
};

/** Tells what happens to a deployment until it has ended, then the verdict. Returns the exit code. */
export const follow = async (session: Session, id: string): Promise<number> => {
  const { terminal } = session;
  const startedAt = terminal.now();
  const told = new Set<number>();
  let seenUpdate: string | undefined;
  for (;;) {
    const deployment = await patiently(session, () => session.client.deployments.get({ params: { id } }));
    if (deployment.updatedAt !== seenUpdate) await tellNews(session, id, told);
    seenUpdate = deployment.updatedAt;
    if (deployment.outcome !== null) return tellVerdict(session, deployment, deployment.outcome);
    await terminal.pause(paceMs(terminal.now() - startedAt));
  }
};

const tellNews = async (session: Session, id: string, told: Set<number>): Promise<void> => {
  if (session.options.json) return;
  const { items } = await patiently(session, () => session.client.deployments.timeline({ params: { id } }));
  for (const event of items.filter(({ sequence }) => !told.has(sequence))) {
    told.add(event.sequence);
    session.say(timelineLine(event, session));
  }
};

/** A plane that does not answer for a while is no reason to stop following. */
const patiently = async <T>({ terminal }: Session, look: () => Promise<T>): Promise<T> => {
  const startedAt = terminal.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await look();
    } catch (error) {
      if (!isPassing(error) || terminal.now() - startedAt > GIVE_UP_AFTER_MS) throw error;
      if (attempt === 2) terminal.err('The plane does not answer at the moment; still trying.\n');
      const asked = error instanceof ProblemError ? (error.retryAfterSeconds ?? 0) * SECOND : 0;
      await terminal.pause(Math.max(asked, Math.min(SECOND * 2 ** attempt, 15 * SECOND)));
    }
  }
};

const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof ProblemError && (error.status === 429 || error.status >= 500));

const tellVerdict = async (
  session: Session,
  deployment: Deployment,
  outcome: NonNullable<Deployment['outcome']>,
): Promise<number> => {
  const code = exitCodeOf(outcome);
  const next = session.options.json ? [] : await nextStep(session, deployment);
  session.show(deployment, () => verdictText(deployment, session, { code, next }));
  return code;
};

const signs: Readonly<Record<number, readonly [Tone, string]>> = {
  [exitCodes.ok]: ['good', '✓'],
  [exitCodes.failed]: ['bad', '✗'],
  [exitCodes.undone]: ['warn', '■'],
};

type Verdict = { readonly code: number; readonly next: readonly string[] };

const verdictText = (deployment: Deployment, { paint }: Session, { code, next }: Verdict): string => {
  const seconds = secondsBetween(deployment.createdAt, deployment.finishedAt ?? deployment.updatedAt);
  const [tone, sign] = signs[code] ?? ['strong', ''];
  return [
    '',
    `${paint(tone, sign)} ${markOf(deployment, paint)}: ${titleOf(deployment)}, after ${duration(seconds)}`,
    ...failureLines(deployment, paint),
    ...next.map((line) => `  ${line}`),
  ].join('\n');
};

/** What to type next, if anything: a way back is offered only when the plan says there is one. */
const nextStep = async ({ client }: Session, deployment: Deployment): Promise<string[]> => {
  const { outcome, deploymentKind, id, service, environment } = deployment;
  if (outcome === 'SUCCEEDED' || outcome === 'SUPERSEDED') return [];
  if (outcome === 'FAILED' && deploymentKind === 'ROLL_FORWARD') {
    const plan = await client.deployments.rollbackPlan({ params: { id } }).catch(() => undefined);
    if (plan?.allowed && plan.target) return [`Back to ${plan.target.version}: dxcp rollback ${id}`];
  }
  return [`What runs there: dxcp status ${service} ${environment}`];
};
