import { ProblemError } from '../../lib/contract/client.ts';
import { NotSignedIn, SignInFailed, Unreachable, UsageError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import type { GlobalOptions } from './session.ts';
import type { Terminal } from './terminal.ts';
import { paintFor, wantsColours } from './text/paint.ts';
import { problemText } from './text/refusals.ts';

/** The exit code of an answer that is not success. */
export const exitCodeOfProblem = ({ status, problem }: ProblemError): number => {
  if (status === 401 || problem?.code === 'AUTHZ_ROLE_REQUIRED') return exitCodes.notSignedIn;
  // The gateway's own 403: AWS credentials that the plane does not admit.
  if (status === 403 && !problem) return exitCodes.notSignedIn;
  if (problem?.code === 'MUTATIONS_DISABLED') return exitCodes.refused;
  return status >= 400 && status < 500 ? exitCodes.refused : exitCodes.fault;
};

/** Says what went wrong, and what to do about it; returns the exit code. */
export const tellTrouble = (terminal: Terminal, options: GlobalOptions, error: unknown): number => {
  if (error instanceof ProblemError && error.problem && options.json) {
    terminal.out(`${JSON.stringify(error.problem, null, 2)}\n`);
    return exitCodeOfProblem(error);
  }
  const paint = paintFor(wantsColours(terminal, options.color ?? true));
  const { text, code } = explain(terminal, options, error);
  terminal.err(`${paint('bad', '✗')} ${text}\n`);
  return code;
};

type Explanation = { readonly text: string; readonly code: number };

const explain = (terminal: Terminal, options: GlobalOptions, error: unknown): Explanation => {
  if (error instanceof ProblemError) {
    const paint = paintFor(wantsColours(terminal, options.color ?? true));
    return { text: problemText(error, { paint, now: terminal.now() }), code: exitCodeOfProblem(error) };
  }
  if (error instanceof UsageError) return { text: error.message, code: exitCodes.usage };
  if (error instanceof NotSignedIn)
    return { text: `${error.message} ${signInHint(options)}`, code: exitCodes.notSignedIn };
  if (error instanceof SignInFailed) return { text: error.message, code: exitCodes.notSignedIn };
  if (error instanceof Unreachable) {
    return { text: `${error.message}. Is the plane running, and is --url right?`, code: exitCodes.fault };
  }
  return { text: error instanceof Error ? error.message : String(error), code: exitCodes.fault };
};

const signInHint = ({ profile }: GlobalOptions): string =>
  `Run: dxcp login${profile === undefined ? '' : ` --profile ${profile}`}`;
