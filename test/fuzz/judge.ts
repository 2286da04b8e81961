import * as z from 'zod';
import { problem } from '../../lib/contract/problem.ts';
import type { Route } from '../../lib/contract/route.ts';
import type { WireAnswer } from './wire.ts';

/** What every answer must be, whatever was asked. */

const own = z.strictObject({ message: z.string() });
/** What API Gateway answers in its own words. */
const GATEWAY_STATUSES = new Set([400, 401, 403, 404, 413, 414, 431]);

const TRACES = [/\bat \S+ \(?(?:file|node|\/)/, /node_modules/, /\.ts:\d+/, /Error:/, /\bstack\b"/];

/** Throws what is wrong with an answer. */
export type Judge = {
  readonly answer: (answer: WireAnswer, route?: Route) => void;
  /** Of what came back, when it is not known to be an answer. */
  readonly text: (text: string) => void;
};

/** `secrets` must not come back. */
export const createJudge = (secrets: readonly string[]): Judge => {
  const judgeText = (text: string): void => {
    if (secrets.some((secret) => text.includes(secret))) throw new Error('The answer holds a secret');
  };
  return {
    text: judgeText,
    answer: (answer, route) => {
      const { status, text, headers } = answer;
      if (text.includes('"RATE_LIMITED"')) throw new Error('The request was not looked at: there were too many');
      if (status >= 500) throw new Error(`The answer is ${status}: ${text.slice(0, 500)}`);
      judgeText(text + JSON.stringify(headers));
      if (status >= 400) judgeRefusal(answer);
      if (route && status < 300) route.response.parse(route.inLines ? linesOf(text) : JSON.parse(text));
    },
  };
};

const linesOf = (text: string) => ({
  lines: text.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)])),
});

const judgeRefusal = ({ status, headers, text, isWhole }: WireAnswer): void => {
  if (!isWhole) return;
  const trace = TRACES.find((pattern) => pattern.test(withoutEchoes(text)));
  if (trace) throw new Error(`The answer shows the inside (${trace}): ${text.slice(0, 500)}`);
  if (headers['content-type'] === 'application/problem+json') {
    const told = problem.parse(JSON.parse(text));
    if (told.status !== status) throw new Error(`The problem says ${told.status}, the answer ${status}`);
    if (headers['x-request-id'] !== told.requestId) throw new Error('The request id of the header is another');
    return;
  }
  // A request that is no HTTP gets no body from Node.
  if (!GATEWAY_STATUSES.has(status))
    throw new Error(`${status} is not an answer of the gateway: ${text.slice(0, 200)}`);
  if (text !== '') own.parse(JSON.parse(text));
};

/** A problem names the path that was asked for, whatever that was. */
const withoutEchoes = (text: string): string => text.replace(/"(instance|detail)":"(?:[^"\\]|\\.)*"/g, '');
