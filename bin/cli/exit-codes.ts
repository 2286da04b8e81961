import type { Outcome } from '../../lib/contract/deployment.ts';

/** What the program tells the shell. Scripts rely on these: they never change their meaning. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  notSignedIn: 4,
  fault: 5,
  undone: 6,
  interrupted: 130,
} as const;

export const exitCodesHelp = `
Exit codes:
  0    done; with --wait and watch: the deployment succeeded
  1    the deployment failed, the demo found a deviation, or verify a violation
  2    the command was not understood
  3    DXCP refused and said why, or you did when asked
  4    not signed in, or no DXCP role
  5    the plane cannot be reached, or has a fault
  6    the deployment was canceled or rolled back
  130  stopped by Ctrl-C; a deployment that was admitted goes on`;

/** The verdict over a deployment that has ended. */
export const exitCodeOf = (outcome: Outcome): number => {
  if (outcome === 'FAILED') return exitCodes.failed;
  return outcome === 'CANCELED' || outcome === 'ROLLED_BACK' ? exitCodes.undone : exitCodes.ok;
};
