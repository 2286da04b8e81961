import type { Deployment, Outcome, State } from '../../../lib/contract/deployment.ts';

type Stated = { readonly state: State; readonly outcome: Outcome | null };

/**
 * What a mark says about a deployment: its outcome once it has ended, where it stands before. A success may have a step
 * that failed and was passed over (WARNED), or have been rolled back since (UNDONE).
 */
export type Mark = 'WAITING' | 'STARTING' | 'IN_PROGRESS' | 'STOPPING' | 'STALLED' | 'WARNED' | 'UNDONE' | Outcome;

export const isInFlight = ({ state }: { readonly state: State }): boolean =>
  state === 'PENDING' || state === 'ACTIVE' || state === 'IN_PROGRESS';

export const markOf = (deployment: Stated & Partial<Deployment>): Mark => {
  const { state, outcome } = deployment;
  if (state === 'SUCCEEDED') return outcome === 'ROLLED_BACK' ? 'UNDONE' : (outcome ?? state);
  if (state === 'FAILED' || state === 'CANCELED' || state === 'ROLLED_BACK') return outcome ?? state;
  if (deployment.stalled) return 'STALLED';
  if (deployment.cancelRequested) return 'STOPPING';
  if (state === 'PENDING') return deployment.waitsFor ? 'WAITING' : 'STARTING';
  return state === 'ACTIVE' ? 'STARTING' : 'IN_PROGRESS';
};
