import * as z from 'zod';
import type { ProblemError } from '../../../lib/contract/client.ts';
import type { Refusal } from '../../../lib/contract/problem.ts';
import type { Wording } from '../fields.ts';
import type { Session } from '../session.ts';
import type { Paint } from './paint.ts';
import { ago, exact } from './time.ts';

type Manner = {
  readonly paint: Paint;
  readonly now: number;
  readonly wording: Wording;
  readonly localTime: boolean;
};
type ProblemManner = Manner & {
  /** How to sign in to this plane. */
  readonly signIn: string;
};

export const mannerOf = ({ paint, wording, terminal, options }: Session): Manner => ({
  paint,
  wording,
  now: terminal.now(),
  localTime: options.localTime ?? false,
});

/** Every reason in order: what stands in the way, what to do, and from when time alone cures it. */
export const refusalLines = (refusals: readonly Refusal[], { paint, now, wording, localTime }: Manner): string[] =>
  refusals.flatMap(({ code, message, hint, allowedFrom, facts }, index) => [
    `  ${index + 1}. ${wording.sentence(message)} ${paint('quiet', `(${code})`)}`,
    `     → ${wording.sentence(hint)}`,
    ...whereTo(code),
    ...usedLines(facts),
    ...holderLines(facts, (at) => `${exact(at, localTime)} (${ago(at, now)})`),
    // Its hint counts the seconds.
    ...(allowedFrom === undefined || code === 'RATE_LIMITED'
      ? []
      : [`     Possible from ${exact(allowedFrom, localTime)} (${ago(allowedFrom, now)})`]),
  ]);

const places: { readonly [Code in Refusal['code']]?: string } = {
  NOT_FOUND:
    'Lists: dxcp services, dxcp environments, dxcp groups, dxcp recipes, dxcp running, dxcp versions <service>, dxcp deployments',
  REVISION_CONFLICT:
    'What it is now: dxcp services, environments, groups, recipes or settings, each with show … --json; dxcp kill-switch',
};
const whereTo = (code: Refusal['code']): string[] => {
  const place = places[code];
  return place === undefined ? [] : [`     ${place}`];
};

const usedLines = ({ quota, used, limit }: Refusal['facts']): string[] =>
  typeof quota === 'string' ? [`     used: ${used} of ${limit} today (UTC)`] : [];

const holdersIn = z.array(
  z.object({ deploymentId: z.string(), service: z.string(), version: z.string(), since: z.string() }),
);

/** Who is in the way, to be looked at or canceled. */
const holderLines = ({ holders }: Refusal['facts'], when: (at: string) => string): string[] =>
  (holdersIn.safeParse(holders).data ?? []).map(
    ({ deploymentId, service, version, since }) =>
      `     held: ${deploymentId}  ${service} ${version}, since ${when(since)}`,
  );

/** A problem in words. Without a problem document it is the gateway's own answer. */
export const problemText = (error: ProblemError, manner: ProblemManner): string => {
  const { problem, retryAfterSeconds } = error;
  if (!problem) return gatewayText(error, manner);
  const { paint, wording } = manner;
  const reasons = problem.refusals ?? [];
  const hint = problem.hint === undefined ? [] : [`  → ${wording.sentence(problem.hint)}`];
  return [
    paint('strong', problem.title),
    ...(reasons.length > 0
      ? refusalLines(reasons, manner)
      : [
          `  ${wording.sentence(problem.detail)} ${paint('quiet', `(${problem.code})`)}`,
          ...hint,
          ...whereTo(problem.code),
        ]),
    ...(problem.fields ?? []).map(({ path, message }) => `  ${wording.field(path)}: ${wording.sentence(message)}`),
    ...(problem.operatorHint === undefined ? [] : [`  For operators: ${problem.operatorHint}`]),
    // A reason that time alone cures has said from when.
    ...(retryAfterSeconds === undefined || reasons.some(({ allowedFrom }) => allowedFrom !== undefined)
      ? []
      : [`  Try again in ${retryAfterSeconds} s`]),
    paint('quiet', `  request id ${problem.requestId}`),
  ].join('\n');
};

const gatewayText = ({ status, requestId, retryAfterSeconds }: ProblemError, { signIn }: ProblemManner): string => {
  const id = requestId === undefined ? '' : ` (request id ${requestId})`;
  if (status === 401) return `The plane does not accept the token. ${signIn}${id}`;
  if (status === 403) {
    return `The plane does not admit these AWS credentials. A platform admin lists who may publish${id}`;
  }
  if (status === 429) return `Too many requests. Try again in ${retryAfterSeconds ?? 1} s${id}`;
  if (status === 413) return `That is more than the plane takes in one request${id}`;
  return `The plane answered ${status}. Try again in a moment; dxcp config sanity says what it lacks${id}`;
};
