import { Link } from '@tanstack/react-router';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { useNames } from '../../api/names.ts';
import { isInFlight, markOf } from '../../api/states.ts';
import { serviceWords } from '../../copy/service.ts';
import { copy } from '../../copy.ts';
import { Ago, Lasted } from '../../kit/ago.tsx';
import { Card } from '../../kit/card.tsx';
import { Empty } from '../../kit/notice.tsx';
import { Reason } from '../../kit/reason.tsx';
import { StateMark, Tag, Version } from '../../kit/state-mark.tsx';

const words = serviceWords;

/** The newest attempts, whatever became of them. */
export const Recent = ({ service, deployments }: { service: string; deployments: readonly Deployment[] }) => {
  const names = useNames();
  return (
    <Card
      flush
      title={words.recent}
      aside={
        <Link
          to="/deployments"
          search={{ service, days: 0 }}
          className="text-xs text-ink-2 hover:text-ink hover:underline"
        >
          {words.all}
        </Link>
      }
    >
      {deployments.length === 0 && <Empty title={copy.services.never} />}
      <ul className="px-5 py-1.5">
        {deployments.map((deployment) => (
          <li key={deployment.id} className="relative border-b border-line py-2.5 text-sm last:border-b-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
              <StateMark mark={markOf(deployment)} />
              <Version of={deployment.version} />
              {deployment.deploymentKind === 'ROLLBACK' && <Tag tone="warn">{copy.deployments.rollback}</Tag>}
              <span className="ml-auto text-xs whitespace-nowrap text-ink-3">
                <Lasted from={deployment.createdAt} to={deployment.finishedAt} />
                {isInFlight(deployment) ? (
                  ` ${words.soFar}`
                ) : (
                  <>
                    , <Ago at={deployment.createdAt} className="relative z-1" />
                  </>
                )}
              </span>
            </div>
            <Link
              to="/deployments/$id"
              params={{ id: deployment.id }}
              data-row
              className="mt-0.5 block truncate after:absolute after:inset-0"
            >
              {deployment.changeSummary}
              <span className="text-ink-3">
                {' '}
                {copy.service.to} {names.environment(deployment.environment)}
              </span>
            </Link>
            <Reason of={deployment} />
          </li>
        ))}
      </ul>
    </Card>
  );
};
