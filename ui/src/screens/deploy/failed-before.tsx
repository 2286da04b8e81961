import { Link } from '@tanstack/react-router';
import { useNames } from '../../api/names.ts';
import { deployWords as words } from '../../copy/deploy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Notice } from '../../kit/notice.tsx';
import type { Mishap } from './mishaps.ts';

/** Where a version failed, as seen from an environment: "failed here", "failed in Staging". */
export const useFailedWhere = (environment: string) => {
  const names = useNames();
  return (mishap: Mishap): string =>
    mishap.environment === environment ? words.failedHere : words.failedIn(names.environment(mishap.environment));
};

/** That a version failed before in a way that trying again does not cure, and where to read why. */
export const FailedBefore = ({ mishap, environment }: { mishap: Mishap; environment: string }) => {
  const failedWhere = useFailedWhere(environment);
  const title = (
    <>
      {mishap.version} {failedWhere(mishap)} <Ago at={mishap.at} />
    </>
  );
  return (
    <Notice tone="warn" title={title}>
      <p className="text-sm text-ink-2">{words.whyFailed(mishap.summary)}</p>
      <Link
        to="/deployments/$id"
        params={{ id: mishap.deploymentId }}
        className="text-sm font-medium text-accent underline underline-offset-2"
      >
        {words.seeFailure}
      </Link>
    </Notice>
  );
};
