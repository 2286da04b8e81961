import { type Client, type ClientOptions, createClient, ProblemError } from '../../lib/contract/client.ts';
import type { ProblemCode } from '../../lib/contract/codes.ts';
import type { Problem } from '../../lib/contract/problem.ts';
import { Deviation, expect } from './deviation.ts';

/** An answer with its headers, which the typed client keeps to itself. */
export type Witnessed<T> = { readonly body: T; readonly headers: Headers; readonly status: number };

export type Caller = {
  readonly name: string;
  readonly client: Client;
  /** Makes one call and keeps what came with the answer. */
  readonly witness: <T>(call: (client: Client) => Promise<T>) => Promise<Witnessed<T>>;
};

export const openCaller = (name: string, options: ClientOptions): Caller => ({
  name,
  client: createClient(options),
  witness: async (call) => {
    let last: Response | undefined;
    const send = options.fetch ?? ((request: Request) => fetch(request));
    const client = createClient({
      ...options,
      fetch: async (request) => {
        last = await send(request);
        return last;
      },
    });
    const body = await call(client);
    if (!last) throw new Deviation('A call must reach the plane');
    return { body, headers: last.headers, status: last.status };
  },
});

/** The id that the audit trail knows a request by. */
export const requestIdOf = (headers: Headers): string => {
  const id = headers.get('x-request-id');
  expect(id !== null, 'Every answer carries X-Request-Id', 'none');
  return id;
};

/** Holds a call to be refused with this status and code. */
export const refusedWith = async (
  call: Promise<unknown>,
  { status, code }: { status: number; code: ProblemCode },
): Promise<Problem> => {
  const claim = `The answer must be ${status} ${code}`;
  try {
    throw new Deviation(`${claim}; found ${JSON.stringify(await call)}`);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { problem } = error;
    expect(problem !== undefined, claim, `${error.status} without a problem`);
    expect(
      error.status === status && problem.code === code,
      claim,
      `${error.status} ${problem.code}: ${problem.detail}`,
    );
    return problem;
  }
};
