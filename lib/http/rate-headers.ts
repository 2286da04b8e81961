import type { Refusal } from '../contract/problem.ts';
import { RATE_WINDOW_SECONDS, type Rate, secondsUntil } from '../domain/rates.ts';
import type { Reply } from './reply.ts';

const names = { read: 'reads', mutation: 'changes' } as const;

/**
 * The answer with what its caller may still ask this minute, as draft-ietf-httpapi-ratelimit-headers-10 writes it. Of
 * reads that is about right: other instances have counted some that are not made yet.
 */
export const withRate = (reply: Reply, { kind, limit, remaining, resetsAt }: Rate, now: Date): Reply => ({
  ...reply,
  headers: {
    ...reply.headers,
    'ratelimit-policy': `"${names[kind]}";q=${limit};w=${RATE_WINDOW_SECONDS}`,
    ratelimit: `"${names[kind]}";r=${remaining};t=${secondsUntil(resetsAt, now)}`,
  },
});

export const overLimit = ({ kind, limit, resetsAt }: Rate, now: Date): Refusal => ({
  code: 'RATE_LIMITED',
  message: `You have used up the ${limit} ${names[kind]} that you may make within a minute`,
  hint: `Try again in ${secondsUntil(resetsAt, now)} s.`,
  allowedFrom: resetsAt,
  facts: { kind: names[kind], limit, windowSeconds: RATE_WINDOW_SECONDS },
});
