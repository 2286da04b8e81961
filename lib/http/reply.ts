import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { LINES, NEXT_CURSOR } from '../contract/lines.ts';
import type { Problem } from '../contract/problem.ts';

/** A Lambda answer in the HTTP API's format. */
export type Reply = APIGatewayProxyStructuredResultV2 & { headers: Record<string, string> };

export const problemReply = (problem: Problem, retryAfterSeconds?: number): Reply => ({
  statusCode: problem.status,
  headers: {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  },
  body: JSON.stringify(problem),
});

export const jsonReply = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({
  statusCode: status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** Of what has a revision it comes first, so that the ETag can be sent back as `If-Match`. */
const revisionOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'revision' in body && typeof body.revision === 'number'
    ? `${body.revision}-`
    : '';

/** A page of an answer in lines. */
export type Lines = { readonly lines: readonly unknown[]; readonly nextCursor?: string | undefined };

/** One value a line; where the next page begins is in a header, so that the body is a part of the file as it is. */
export const linesReply = ({ lines, nextCursor }: Lines): Reply => ({
  statusCode: 200,
  headers: {
    'content-type': LINES,
    'cache-control': 'no-store',
    ...(nextCursor === undefined ? {} : { [NEXT_CURSOR]: nextCursor }),
  },
  body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
});

/** A reading answer carries a weak ETag of its contents; a reader who has them already gets 304. */
export const cacheableReply = (
  body: unknown,
  ifNoneMatch: string | undefined,
  headers: Record<string, string> = {},
): Reply => {
  const text = JSON.stringify(body);
  const etag = `W/"${revisionOf(body)}${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const common = { etag, 'cache-control': 'private, no-cache', vary: 'Authorization', ...headers };
  const known = ifNoneMatch?.split(',').some((candidate) => candidate.trim() === etag);
  if (known) return { statusCode: 304, headers: common };
  return { statusCode: 200, headers: { 'content-type': 'application/json', ...common }, body: text };
};
