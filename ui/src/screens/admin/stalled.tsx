import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { deploymentPages } from '../../api/deployment-pages.ts';
import { polling } from '../../api/live.ts';
import { useNames } from '../../api/names.ts';
import type * as queries from '../../api/queries.ts';
import { adminWords as words } from '../../copy/admin.ts';
import { copy } from '../../copy.ts';
import { Ago } from '../../kit/ago.tsx';
import { Empty } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/page.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { StateMark, Version } from '../../kit/state-mark.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { ReleaseButton } from './release.tsx';

const LOOK_SECONDS = 15;

/** All of them: what waits longest is on the last page of what is in flight. */
export const useStalled = () => {
  const look = useInfiniteQuery({
    ...deploymentPages({ inFlight: true }),
    ...polling<queries.Pages<Deployment>>(() => true, LOOK_SECONDS, LOOK_SECONDS),
    select: ({ pages }) => pages.flatMap(({ items }) => items.filter(({ stalled }) => stalled)),
  });
  const { hasNextPage, isFetching, isError, fetchNextPage } = look;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return look;
};

const Row = ({ deployment }: { deployment: Deployment }) => {
  const names = useNames();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 text-sm last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <Link to="/deployments/$id" params={{ id: deployment.id }} data-row className="font-medium hover:underline">
          {deployment.service} <Version of={deployment.version} /> {copy.service.to}{' '}
          {names.environment(deployment.environment)}
        </Link>
        <p className="text-xs text-ink-3 wrap-anywhere">
          {words.startedAt} <Ago at={deployment.startedAt ?? deployment.createdAt} /> {words.by}{' '}
          {deployment.createdBy.email ?? deployment.createdBy.id}
        </p>
      </div>
      <StateMark mark="STALLED" />
      <ReleaseButton deployment={deployment} />
    </li>
  );
};

/** What is past its deadline and still holds its place. */
export const Stalled = () => {
  const look = useStalled();
  const body = () => {
    if (look.error && !look.data) return <Trouble error={look.error} onRetry={() => void look.refetch()} />;
    if (!look.data) return <SkeletonRows rows={4} />;
    if (look.data.length === 0) return <Empty title={words.stalledNone} />;
    return (
      <ul className="overflow-hidden rounded-lg border border-line bg-surface">
        {look.data.map((deployment) => (
          <Row key={deployment.id} deployment={deployment} />
        ))}
      </ul>
    );
  };
  return (
    <>
      <PageHead tab={words.stalled} title={words.stalled} sub={words.stalledText} />
      {body()}
    </>
  );
};
