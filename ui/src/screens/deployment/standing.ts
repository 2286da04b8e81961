import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { type Mark, markOf } from '../../api/states.ts';
import type { ToldWait } from './waits.ts';

/** The mark of a deployment, with what only its page knows. */
export const standingMark = (deployment: Deployment, wait: ToldWait | undefined): Mark => {
  const mark = markOf(deployment);
  return wait?.held && (mark === 'STARTING' || mark === 'IN_PROGRESS') ? 'WAITING' : mark;
};
