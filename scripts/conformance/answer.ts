import type * as z from 'zod';
import { type Problem, problem as problemShape } from '../../lib/contract/problem.ts';
import { holds } from './claims.ts';

/** What came back for one request, and what it was about. */
export type Answer = {
  /** "POST /v1/deployments as owner" */
  readonly about: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
  /** Only when the body is a whole problem of ours. */
  readonly problem?: Problem;
  readonly code?: Problem['code'];
  readonly requestId?: string;
  /** The gateway answered in its own words; it did not get as far as DXCP. */
  readonly isGateways: boolean;
};

export async function readAnswer(response: Response, about: string): Promise<Answer> {
  const text = await response.text();
  const body = parsed(text);
  const { data: problem } = problemShape.safeParse(body);
  const own = response.headers.get('x-request-id');
  const requestId = own ?? response.headers.get('apigw-requestid');
  return {
    about,
    status: response.status,
    headers: response.headers,
    text,
    body,
    ...(response.status >= 400 && problem && { problem, code: problem.code }),
    ...(requestId !== null && { requestId }),
    isGateways: own === null,
  };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The body in the shape of the contract. Throws a Breach when it has another one. */
export function bodyAs<Shape extends z.ZodType>(answer: Answer, shape: Shape): z.output<Shape> {
  const result = shape.safeParse(answer.body);
  holds(result.success, `${answer.about} must be answered in the shape of the contract`, {
    status: answer.status,
    body: answer.text.slice(0, 160),
    issues: result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  });
  return result.data;
}
