import { Link } from '@tanstack/react-router';
import { ProblemError } from '../../../../lib/contract/client.ts';
import type { DeploymentIntent } from '../../../../lib/contract/deployment.ts';
import { useNames } from '../../api/names.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { CopyId } from '../../kit/copy-id.tsx';
import { Notice } from '../../kit/notice.tsx';
import type { Sent } from './draft.ts';

const useName = () => {
  const names = useNames();
  return ({ version, environment }: DeploymentIntent) => `${version} → ${names.environment(environment)}`;
};

type UnansweredProps = { sent: Sent; error: Error | null; reachable: boolean };

/** That nobody knows what became of what was sent, and that the same may be sent again. */
export const Unanswered = ({ sent, error, reachable }: UnansweredProps) => {
  const nameOf = useName();
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  return (
    <div role="alert">
      <Notice tone="warn" title={words.unansweredTitle}>
        <div className="grid gap-1 text-sm text-ink-2">
          <p>
            {words.unanswered(nameOf(sent.intent))} <Ago at={new Date(sent.at).toISOString()} />.
          </p>
          <p>
            {reachable && `${words.reachable} `}
            {words.unansweredSafe}
          </p>
          {requestId && <CopyId id={requestId} label={copy.errors.requestId} />}
        </div>
      </Notice>
    </div>
  );
};

/** That something else was sent before this, which may be under way. */
export const UnansweredOther = ({ sent }: { sent: Sent }) => {
  const nameOf = useName();
  return (
    <p role="status" className="text-sm text-ink-2">
      {words.unansweredOther(nameOf(sent.intent))}{' '}
      <Link
        to="/deployments"
        search={{ service: sent.intent.service }}
        className="font-medium text-accent underline underline-offset-2"
      >
        {words.seeDeployments}
      </Link>
    </p>
  );
};
