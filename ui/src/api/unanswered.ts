import { ProblemError } from '../../../lib/contract/client.ts';

/**
 * Whether an action was sent without an answer to tell what became of it: the connection broke, or something between
 * the person and the plane answered in its place.
 */
export const isUnanswered = (error: Error): boolean =>
  !(error instanceof ProblemError) || (error.status >= 500 && !error.problem?.refusals?.length);
