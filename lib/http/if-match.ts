import type { FieldError } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import type { Parsed, RawRequest } from './parse.ts';

/** `"3"`, or the ETag of the object that was read: `W/"3-…"`. */
const REVISION = /^(?:W\/)?"([1-9]\d{0,8})(?:-[\w-]+)?"$/;

/**
 * The request with the revision that `If-Match` names where its schema has it. A header that is no revision, or another
 * one than the request itself names, is an error: nobody knows which was meant.
 */
export const withRevision = (route: Route, raw: RawRequest, ifMatch: string | undefined): Parsed<RawRequest> => {
  if (!route.revisioned || ifMatch === undefined) return { ok: true, value: raw };
  const revision = REVISION.exec(ifMatch.trim())?.[1];
  if (revision === undefined) return wrong('header.if-match', 'must be a revision, such as "3"');
  return route.body ? intoBody(raw, Number(revision)) : intoQuery(raw, revision);
};

const intoQuery = (raw: RawRequest, revision: string): Parsed<RawRequest> => {
  const own = raw.query.revision;
  if (own !== undefined && own !== revision) return wrong('query.revision', OTHER);
  return { ok: true, value: { ...raw, query: { ...raw.query, revision } } };
};

/** What is not an object of JSON is left to its schema. */
const intoBody = (raw: RawRequest, revision: number): Parsed<RawRequest> => {
  const body = objectIn(raw.body);
  if (!body) return { ok: true, value: raw };
  const own = body.get('revision');
  if (own !== undefined && own !== revision) return wrong('body.revision', OTHER);
  if (own === revision) return { ok: true, value: raw };
  return { ok: true, value: { ...raw, body: JSON.stringify(Object.fromEntries([...body, ['revision', revision]])) } };
};

const OTHER = 'is another revision than If-Match names';

const objectIn = (text: string | undefined): ReadonlyMap<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Map(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
};

const wrong = (path: FieldError['path'], message: string): { ok: false; fields: FieldError[] } => ({
  ok: false,
  fields: [{ path, message }],
});
