import { LINES, NEXT_CURSOR } from './lines.ts';
import { operationTable } from './operations.generated.ts';
import type { Problem } from './problem.ts';
import type { InputOf, ResponseOf } from './route.ts';
import type { Operation, Routes } from './routes.ts';

/**
 * The typed client of the API for browsers, the CLI, scripts and tests. It carries a small table of methods and paths;
 * all shapes are types only.
 */

export type ClientOptions = {
  /** Origin of the plane, without a trailing slash. */
  readonly baseUrl: string;
  /** The access token for each call; absent for signed and public calls. */
  readonly token?: () => Promise<string | undefined>;
  /** Replaces the platform's fetch, for instance by one that signs. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Calls the signed twins of the operations that have one. */
  readonly signed?: boolean;
  readonly newIdempotencyKey?: () => string;
};

export type CallOptions = {
  /** One key per intent: repeat it and the first answer is repeated. Made up when absent. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
};

type OptionalWhenEmpty<Input> = Record<never, never> extends Input ? [input?: Input] : [input: Input];
type Call<R extends Routes[Operation]> = (
  ...args: [...OptionalWhenEmpty<InputOf<R>>, ...([options: CallOptions] | [])]
) => Promise<ResponseOf<R>>;
type NounOf<O> = O extends `${infer Noun}.${string}` ? Noun : never;
type VerbOf<O, Noun extends string> = O extends `${Noun}.${infer Verb}` ? Verb : never;

export type Client = {
  [Noun in NounOf<Operation>]: {
    [Verb in VerbOf<Operation, Noun>]: `${Noun}.${Verb}` extends Operation ? Call<Routes[`${Noun}.${Verb}`]> : never;
  };
};

/** The plane answered with something other than success. `problem` is absent when the answer was the gateway's own. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly problem: Problem | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  constructor(response: Response, problem: Problem | undefined) {
    super(problem ? `${problem.title}: ${problem.detail}` : `The plane answered ${response.status}`);
    this.status = response.status;
    this.problem = problem;
    this.requestId = response.headers.get('x-request-id') ?? undefined;
    this.retryAfterSeconds = Number(response.headers.get('retry-after')) || undefined;
  }
}

type Input = {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
};
type Entry = {
  readonly method: string;
  readonly path: string;
  readonly mutation?: true;
  readonly signedTwin?: true;
  readonly inLines?: true;
};

const fillPath = (entry: Entry, input: Input, signed: boolean): string => {
  const path = entry.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  const mounted = signed && entry.signedTwin ? path.replace('/v1/', '/v1/signed/') : path;
  return query.size > 0 ? `${mounted}?${query}` : mounted;
};

const readProblem = async (response: Response): Promise<Problem | undefined> => {
  if (!response.headers.get('content-type')?.includes('application/problem+json')) return undefined;
  return (await response.json()) as Problem;
};

const readLines = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  const lines: unknown[] = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  const nextCursor = response.headers.get(NEXT_CURSOR);
  return { lines, ...(nextCursor === null ? {} : { nextCursor }) };
};

const headersOf = async (entry: Entry, input: Input, client: ClientOptions, call: CallOptions): Promise<Headers> => {
  const headers = new Headers(call.headers);
  headers.set('accept', `${entry.inLines ? LINES : 'application/json'}, application/problem+json`);
  if (input.body !== undefined) headers.set('content-type', 'application/json');
  const token = await client.token?.();
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (entry.mutation) {
    headers.set('idempotency-key', call.idempotencyKey ?? (client.newIdempotencyKey ?? (() => crypto.randomUUID()))());
  }
  return headers;
};

/** Makes `client.noun.verb(input, options)` for every operation; failures throw `ProblemError`. */
export const createClient = (options: ClientOptions): Client => {
  const send = options.fetch ?? ((request: Request) => fetch(request));
  const call = async (entry: Entry, input: Input = {}, callOptions: CallOptions = {}): Promise<unknown> => {
    const request = new Request(`${options.baseUrl}${fillPath(entry, input, options.signed ?? false)}`, {
      method: entry.method,
      headers: await headersOf(entry, input, options, callOptions),
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      ...(callOptions.signal ? { signal: callOptions.signal } : {}),
    });
    const response = await send(request);
    if (!response.ok) throw new ProblemError(response, await readProblem(response));
    return entry.inLines ? readLines(response) : response.json();
  };
  const client: Record<string, Record<string, unknown>> = {};
  for (const [operation, entry] of Object.entries(operationTable)) {
    const [noun = '', verb = ''] = operation.split('.');
    client[noun] = { ...client[noun], [verb]: (input?: Input, opts?: CallOptions) => call(entry, input, opts) };
  }
  return client as Client;
};
