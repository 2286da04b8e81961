import { Link } from '@tanstack/react-router';
import { ProblemError } from '../../../../lib/contract/client.ts';
import { useNames } from '../../api/names.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { CopyId } from '../../kit/copy-id.tsx';
import { Notice } from '../../kit/notice.tsx';
import type { Sent } from './draft.ts';

const WasSent = ({ sent: { intent, at } }: { sent: Sent }) => {
  const names = useNames();
  return (
    <>
      {words.wasSent(intent.version, names.environment(intent.environment))} <Ago at={new Date(at).toISOString()} />.
    </>
  );
};

type UnansweredProps = { id: string; sent: Sent; error: Error | null; reachable: boolean };

/** That nobody knows what became of what was sent, and that the same may be sent again. */
export const Unanswered = ({ id, sent, error, reachable }: UnansweredProps) => {
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  return (
    <div id={id} role="alert" tabIndex={-1} className="scroll-mt-4">
      <Notice tone="warn" title={words.unansweredTitle}>
        <div className="grid gap-1 text-sm text-ink-2">
          <p>
            <WasSent sent={sent} /> {words.notKnownToBe}
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
export const UnansweredOther = ({ sent }: { sent: Sent }) => (
  <p role="status" className="text-sm text-ink-2">
    <WasSent sent={sent} /> {words.notKnownOther}{' '}
    <Link
      to="/deployments"
      search={{ service: sent.intent.service }}
      className="font-medium text-accent underline underline-offset-2"
    >
      {words.seeDeployments}
    </Link>
  </p>
);
