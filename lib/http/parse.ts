import type * as z from 'zod';
import { fieldWords } from '../contract/field-words.ts';
import type { FieldError } from '../contract/problem.ts';
import type { BodyOf, ParamsOf, QueryOf, Route } from '../contract/route.ts';

export type RawRequest = {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The body as text; `undefined` when there is none. */
  readonly body: string | undefined;
};

export type ParsedRequest<R extends Route> = {
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
};

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fields: readonly FieldError[] };

/** Path, query and body against the route's schemas; every field error of all three at once. */
export const parseRequest = <R extends Route>(route: R, raw: RawRequest): Parsed<ParsedRequest<R>> => {
  const body = readJson(raw.body);
  const parts = [
    parsePart('path', route.params, decodeAll(raw.params)),
    parsePart('query', route.query, raw.query),
    body.ok ? parsePart('body', route.body, body.value) : body,
  ] as const;
  const fields = parts.flatMap((part) => (part.ok ? [] : part.fields));
  if (fields.length > 0) return { ok: false, fields };
  const [params, query, parsedBody] = parts.map((part) => (part.ok ? part.value : undefined));
  return { ok: true, value: { params, query, body: parsedBody } as ParsedRequest<R> };
};

/** `__proto__` in JSON becomes an own key, which strict schemas refuse like any other they do not know. */
const readJson = (text: string | undefined): Parsed<unknown> => {
  if (text === undefined || text.trim() === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: ESCAPED_SURROGATE.test(text) ? JSON.parse(text, wellFormed) : JSON.parse(text) };
  } catch {
    return { ok: false, fields: [{ path: 'body', message: 'The body is not valid JSON' }] };
  }
};

/** Half a character can be written in JSON, but not be stored: the table takes nothing that is not UTF-8. */
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;
const wellFormed = (key: string, value: unknown): unknown => {
  if (key.isWellFormed() && (typeof value !== 'string' || value.isWellFormed())) return value;
  throw new SyntaxError('Half a surrogate pair');
};

const decodeAll = (params: RawRequest['params']): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, value === undefined ? value : decode(value)]),
  );

const decode = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};

const parsePart = (place: string, schema: z.ZodType | undefined, value: unknown): Parsed<unknown> => {
  if (!schema) return { ok: true, value: undefined };
  const parsed = schema.safeParse(value ?? (place === 'body' ? undefined : {}), { error: fieldWords });
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    fields: parsed.error.issues.map((issue) => ({ path: [place, ...issue.path].join('.'), message: issue.message })),
  };
};
