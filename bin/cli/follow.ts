import { ProblemError } from '../../lib/contract/client.ts';
import type { Deployment } from '../../lib/contract/deployment.ts';
import { Unreachable } from './errors.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';
import { failureLines, markOf, titleOf } from './text/deployment.ts';
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

const tellVerdict = (session: Session, deployment: Deployment, outcome: NonNullable<Deployment['outcome']>): number => {
  session.show(deployment, () => verdictText(deployment, session));
  return exitCodeOf(outcome);
};

const signs = { 0: '✓', 1: '✗', 6: '■' } as const;

const verdictText = (deployment: Deployment, { paint }: Session): string => {
  const code = deployment.outcome === null ? exitCodes.ok : exitCodeOf(deployment.outcome);
  const seconds = secondsBetween(deployment.createdAt, deployment.finishedAt ?? deployment.updatedAt);
  const sign = code === 0 || code === 1 || code === 6 ? signs[code] : '';
  const tone = code === 0 ? 'good' : code === 1 ? 'bad' : 'warn';
  return [
    '',
    `${paint(tone, sign)} ${markOf(deployment, paint)}: ${titleOf(deployment)}, after ${duration(seconds)}`,
    ...failureLines(deployment, paint),
    ...nextStep(deployment).map((line) => `  ${line}`),
  ].join('\n');
};

const nextStep = ({ outcome, deploymentKind, id, service, environment }: Deployment): string[] => {
  if (outcome === 'FAILED' && deploymentKind === 'ROLL_FORWARD') {
    return [`See where a rollback leads: dxcp rollback ${id} --plan`];
  }
  const succeeded = outcome === 'SUCCEEDED' || outcome === 'SUPERSEDED';
  return succeeded ? [] : [`What runs there: dxcp status ${service} ${environment}`];
};
