import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { type Mark, markOf } from '../../api/states.ts';
import type { Wait } from './waits.ts';

type Standing = { readonly wait: Wait | undefined; readonly warned: readonly string[] };

/** The mark of a deployment, with what only its timeline knows. */
export const standingMark = (deployment: Deployment, { wait, warned }: Standing): Mark => {
  const mark = markOf(deployment);
  if (wait?.held && (mark === 'STARTING' || mark === 'IN_PROGRESS')) return 'WAITING';
  return mark === 'SUCCEEDED' && warned.length > 0 ? 'WARNED' : mark;
};
