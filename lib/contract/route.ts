import type * as z from 'zod';
import type { Permission } from './actor.ts';
import type { ProblemCode } from './codes.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * One operation of the API. The entry is the single source of the handler's types and parsing, the gateway's route,
 * the function's grants, the OpenAPI document and the typed client.
 */
export type Route = {
  /** `noun.verb`: names the entry, the function file, the OpenAPI operation and the client method. */
  readonly operation: string;
  readonly method: Method;
  /** With `{parameters}`, as API Gateway and OpenAPI write them. */
  readonly path: string;
  readonly permission: Permission;
  /** Also mounted under `/v1/signed/…` with the IAM authorizer. */
  readonly signedTwin?: boolean;
  /** Also mounted for all paths below it, which mean the same: for callers that put something behind an address. */
  readonly andBelow?: true;
  /** Changes something: needs an Idempotency-Key, is refused while changes are switched off, is audited. */
  readonly mutation?: boolean;
  /** Answers while changes are switched off. */
  readonly exemptFromKillSwitch?: boolean;
  /** Changes one revision to the next: `If-Match` may say which one, in place of the request's `revision`. */
  readonly revisioned?: true;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly status: 200 | 201 | 202;
  readonly response: z.ZodType;
  /** Answers one JSON value a line, and where the next page begins in a header: for what is long, and kept as a file. */
  readonly inLines?: true;
  /** Problems of its own, beside those every route can answer with. */
  readonly problems: readonly ProblemCode[];
  /** The `dxcp` command that calls it. */
  readonly cli?: string;
};

/** Everything below a route's path, as the gateway writes it: it takes no route that ends with a slash. */
export const below = ({ path }: Pick<Route, 'path'>): string => `${path}/{below+}`;

/** Keeps the literal types of an entry. */
export const route = <const R extends Route>(entry: R): R => entry;

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
type Sent<T> = T extends z.ZodType ? z.input<T> : undefined;

export type ParamsOf<R extends Route> = Parsed<R['params']>;
export type QueryOf<R extends Route> = Parsed<R['query']>;
export type BodyOf<R extends Route> = Parsed<R['body']>;
export type ResponseOf<R extends Route> = z.output<R['response']>;

/** What a client passes: path parameters, query and body, each only where the route has it. */
export type InputOf<R extends Route> = (R['params'] extends z.ZodType ? { params: Sent<R['params']> } : unknown) &
  (R['query'] extends z.ZodType ? { query?: Sent<R['query']> } : unknown) &
  (R['body'] extends z.ZodType
    ? undefined extends Sent<R['body']>
      ? { body?: Sent<R['body']> }
      : { body: Sent<R['body']> }
    : unknown);
