import { ProblemError } from '../../lib/contract/client.ts';
import { NotSignedIn, SignInFailed, Unreachable, UsageError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import { addressSource, isLoopback } from './plane.ts';
import type { GlobalOptions, Manner } from './session.ts';
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
export const tellTrouble = (terminal: Terminal, manner: Manner, error: unknown): number => {
  const { options } = manner;
  if (error instanceof ProblemError && error.problem && options.json) {
    terminal.out(`${JSON.stringify(error.problem, null, 2)}\n`);
    return exitCodeOfProblem(error);
  }
  const paint = paintFor(wantsColours(terminal, options.color ?? true));
  const { text, code } = explain(terminal, manner, error);
  terminal.err(`${paint('bad', '✗')} ${text}\n`);
  return code;
};

type Explanation = { readonly text: string; readonly code: number };

const explain = (terminal: Terminal, { options, wording }: Manner, error: unknown): Explanation => {
  if (error instanceof ProblemError) {
    const paint = paintFor(wantsColours(terminal, options.color ?? true));
    const localTime = options.localTime ?? false;
    const manner = { paint, wording, now: terminal.now(), localTime, signIn: signInHint(terminal, options) };
    return { text: problemText(error, manner), code: exitCodeOfProblem(error) };
  }
  if (error instanceof UsageError) return { text: error.message, code: exitCodes.usage };
  if (error instanceof NotSignedIn)
    return { text: `${error.message} ${signInHint(terminal, options)}`, code: exitCodes.notSignedIn };
  if (error instanceof SignInFailed) return { text: error.message, code: exitCodes.notSignedIn };
  if (error instanceof Unreachable) {
    return { text: unreachableText(terminal, options, error), code: exitCodes.fault };
  }
  return { text: error instanceof Error ? error.message : String(error), code: exitCodes.fault };
};

/** Where the address came from, how to name another, and how to have a plane at all. */
const unreachableText = (terminal: Terminal, options: GlobalOptions, { message, origin }: Unreachable): string => {
  const isHere = isLoopback(origin);
  return [
    message,
    `  The address is from ${addressSource(terminal, options)}. Name another: --url ${isHere ? 'http://127.0.0.1:PORT' : 'https://…'}`,
    isHere
      ? '  No plane runs yet? Start one on this machine: npm start'
      : '  Is the network up, with the VPN that it may need?',
  ].join('\n');
};

/** What to do about a token that is missing or not believed. */
const signInHint = ({ env }: Terminal, { profile, url }: GlobalOptions): string => {
  const command = [
    'dxcp login',
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(url === undefined ? [] : ['--url', url]),
  ].join(' ');
  return env.DXCP_TOKEN
    ? `It comes from DXCP_TOKEN: put a new one there, or unset it and run ${command}`
    : `Run: ${command}`;
};
