import { createHash } from 'node:crypto';
import { InvalidCursor } from '../ports/store.ts';

/**
 * Cursors as callers see them: the list's own, behind a digest of the operation and its filters. Under other filters a
 * place in the order means nothing, so such a cursor is refused instead of skipping what it should have shown.
 */

type Filters = Readonly<Record<string, string | undefined>>;

const DIGEST_LENGTH = 8;

/** How many there are on a page may change from one to the next. */
const digestOf = (operation: string, { cursor: _, limit: __, ...filters }: Filters): string => {
  const sorted = Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([operation, sorted]);
  return createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH);
};

const hasCursor = (query: unknown): query is { readonly cursor: string } =>
  typeof query === 'object' && query !== null && 'cursor' in query && typeof query.cursor === 'string';

/** The query with the list's own cursor; throws `InvalidCursor` when it was not given out for these filters. */
export const openCursor = <Query>(operation: string, sent: Filters, query: Query): Query => {
  if (!hasCursor(query)) return query;
  const [digest, ...rest] = query.cursor.split('.');
  if (digest !== digestOf(operation, sent))
    throw new InvalidCursor('The cursor is not one of this list and its filters');
  return { ...query, cursor: rest.join('.') };
};

const hasNext = (body: unknown): body is { readonly nextCursor: string } =>
  typeof body === 'object' && body !== null && 'nextCursor' in body && typeof body.nextCursor === 'string';

/** The page with a cursor that is good for these filters only. */
export const sealCursor = <Body>(operation: string, sent: Filters, body: Body): Body =>
  hasNext(body) ? { ...body, nextCursor: `${digestOf(operation, sent)}.${body.nextCursor}` } : body;
