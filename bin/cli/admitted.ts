import type { Deployment } from '../../lib/contract/deployment.ts';
import { exitCodes } from './exit-codes.ts';
import { follow } from './follow.ts';
import type { Session } from './session.ts';
import { deploymentCard, titleOf } from './text/deployment.ts';

const tell = (session: Session, deployment: Deployment): number => {
  session.show(
    deployment,
    () => `${deploymentCard(deployment, session)}\n${session.paint('quiet', `Follow it: dxcp watch ${deployment.id}`)}`,
  );
  return exitCodes.ok;
};

const followOn = (session: Session, deployment: Deployment): Promise<number> => {
  session.say(`${session.paint('strong', titleOf(deployment))}  ${session.paint('quiet', deployment.id)}`);
  return follow(session, deployment.id);
};

/** What happens once a deployment or a rollback is admitted: tell of it, or follow it. Returns the exit code. */
export const admitted = { tell, follow: followOn };
