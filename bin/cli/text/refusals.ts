import type { ProblemError } from '../../../lib/contract/client.ts';
import type { Refusal } from '../../../lib/contract/problem.ts';
import type { Paint } from './paint.ts';
import { ago, utc } from './time.ts';

type Manner = { readonly paint: Paint; readonly now: number };

/** Every reason in order: what stands in the way, what to do, and from when time alone cures it. */
export const refusalLines = (refusals: readonly Refusal[], { paint, now }: Manner): string[] =>
  refusals.flatMap(({ code, message, hint, allowedFrom }, index) => [
    `  ${index + 1}. ${message} ${paint('quiet', `(${code})`)}`,
    `     → ${hint}`,
    ...(allowedFrom === undefined ? [] : [`     Possible from ${utc(allowedFrom)} (${ago(allowedFrom, now)})`]),
  ]);

/** A problem in words. Without a problem document it is the gateway's own answer. */
export const problemText = (error: ProblemError, manner: Manner): string => {
  const { problem, retryAfterSeconds } = error;
  if (!problem) return gatewayText(error);
  const reasons = problem.refusals ?? [];
  return [
    manner.paint('strong', problem.title),
    ...(reasons.length > 0
      ? refusalLines(reasons, manner)
      : [`  ${problem.detail} ${manner.paint('quiet', `(${problem.code})`)}`, ...arrow(problem.hint)]),
    ...(problem.fields ?? []).map(({ path, message }) => `  ${path}: ${message}`),
    ...(problem.operatorHint === undefined ? [] : [`  For operators: ${problem.operatorHint}`]),
    ...(retryAfterSeconds === undefined ? [] : [`  Try again in ${retryAfterSeconds} s`]),
    manner.paint('quiet', `  request id ${problem.requestId}`),
  ].join('\n');
};

const arrow = (hint: string | undefined): string[] => (hint === undefined ? [] : [`  → ${hint}`]);

const gatewayText = ({ status, requestId, retryAfterSeconds }: ProblemError): string => {
  const id = requestId === undefined ? '' : ` (request id ${requestId})`;
  if (status === 401) return `The plane does not accept the token. Sign in again: dxcp login${id}`;
  if (status === 403) return `The plane does not admit these AWS credentials${id}`;
  if (status === 429) return `Too many requests. Try again in ${retryAfterSeconds ?? 1} s${id}`;
  return `The plane answered ${status}${id}`;
};
