import { type ProblemCode, problemCodes } from '../contract/codes.ts';
import type { FieldError, Problem, Refusal } from '../contract/problem.ts';
import { problemType } from '../contract/problem-type.ts';

export type ProblemDetails = {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly hint?: string;
  readonly refusals?: readonly Refusal[];
  readonly fields?: readonly FieldError[];
  readonly operatorHint?: string;
};

/** RFC 9457 details of one problem, about one request. */
export const problemOf = (details: ProblemDetails, about: { instance: string; requestId: string }): Problem => {
  const { code, detail, hint, refusals, fields, operatorHint } = details;
  return {
    type: problemType(code),
    title: problemCodes[code].title,
    status: problemCodes[code].status,
    detail,
    ...about,
    code,
    ...(hint === undefined ? {} : { hint }),
    ...(refusals === undefined ? {} : { refusals: [...refusals] }),
    ...(fields === undefined ? {} : { fields: [...fields] }),
    ...(operatorHint === undefined ? {} : { operatorHint }),
  };
};
