import type { Deployment, Outcome, State } from '../../../lib/contract/deployment.ts';
import type { Wait } from '../../../lib/contract/wait.ts';

type Stated = { readonly state: State; readonly outcome: Outcome | null };

/**
 * What a mark says about a deployment: its outcome once it has ended, where it stands before. A success may have a step
 * that failed and was passed over (WARNED), or have been rolled back since (UNDONE).
 */
export type Mark = 'WAITING' | 'STARTING' | 'IN_PROGRESS' | 'STOPPING' | 'STALLED' | 'WARNED' | 'UNDONE' | Outcome;

export const isInFlight = ({ state }: { readonly state: State }): boolean =>
  state === 'PENDING' || state === 'ACTIVE' || state === 'IN_PROGRESS';

/** Waits that last until somebody, or another deployment, is done: not the usual seconds of a hand-over. */
export const isLongWait = ({ on }: Wait): boolean => on === 'TURN' || on === 'APPROVAL' || on === 'PAUSE';

export const markOf = (deployment: Stated & Partial<Deployment>): Mark => {
  const { state, outcome, waitsOn } = deployment;
  if (state === 'SUCCEEDED') return markOfSuccess(deployment);
  if (state === 'FAILED' || state === 'CANCELED' || state === 'ROLLED_BACK') return outcome ?? state;
  if (deployment.stalled) return 'STALLED';
  if (deployment.cancelRequested) return 'STOPPING';
  if (waitsOn && isLongWait(waitsOn)) return 'WAITING';
  return state === 'IN_PROGRESS' ? 'IN_PROGRESS' : 'STARTING';
};

const markOfSuccess = ({ outcome, passedOver = [] }: Stated & Partial<Deployment>): Mark => {
  if (outcome === 'ROLLED_BACK') return 'UNDONE';
  return outcome !== 'SUPERSEDED' && passedOver.length > 0 ? 'WARNED' : (outcome ?? 'SUCCEEDED');
};
