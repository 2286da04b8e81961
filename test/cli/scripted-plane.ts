import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ProblemCode } from '../../lib/contract/codes.ts';
import { problemCodes } from '../../lib/contract/codes.ts';
import { LINES, NEXT_CURSOR } from '../../lib/contract/lines.ts';
import { type Problem, problem, type Refusal } from '../../lib/contract/problem.ts';
import { type Operation, routes } from '../../lib/contract/routes.ts';

export type Call = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};
type Answer = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };
export type Scripts = Record<string, (call: Call) => Answer>;

/** An answer of an operation, held against the contract before it is sent. */
export const answerOf = (operation: Operation, body: unknown): Answer => {
  routes[operation].response.parse(body);
  return { status: routes[operation].status, body };
};

/** A page of an answer in lines. */
export const linesAnswer = (lines: readonly unknown[], nextCursor?: string): Answer => ({
  status: 200,
  body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  headers: { 'content-type': LINES, ...(nextCursor === undefined ? {} : { [NEXT_CURSOR]: nextCursor }) },
});

export const problemOf = (code: ProblemCode, refusals: Refusal[] = []): Answer => {
  const { status, title } = problemCodes[code];
  const detail = refusals[0]?.message ?? 'As the test says.';
  const body: Problem = {
    type: `about:blank#${code}`,
    title,
    status,
    detail,
    instance: '/v1',
    code,
    requestId: 'req-1',
    ...(refusals.length > 0 ? { refusals } : { hint: 'Do something else.' }),
  };
  const later = status === 429 || status === 503 ? { 'retry-after': '37' } : {};
  return { status, body: problem.parse(body), headers: { 'content-type': 'application/problem+json', ...later } };
};

/** A plane that answers what a test tells it to, by "METHOD /path"; everything else is 404. */
export const startScriptedPlane = async (scripts: Scripts) => {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const call = { method, url, headers, body: await text(request) };
    calls.push(call);
    const script = scripts[`${method} ${url.split('?')[0]}`];
    const answer = script ? script(call) : problemOf('NOT_FOUND');
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The plane listens on no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
};

export type ScriptedPlane = Awaited<ReturnType<typeof startScriptedPlane>>;
