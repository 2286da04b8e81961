import type { Deployment } from '../../../lib/contract/deployment.ts';

/** Why it failed, in the one line that its page begins with. */
export const Reason = ({ of: { failures } }: { of: Pick<Deployment, 'failures'> }) =>
  failures[0] ? <span className="line-clamp-2 text-xs text-bad">{failures[0].summary}</span> : null;
