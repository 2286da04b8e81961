import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Deployment } from '../../../../lib/contract/deployment.ts';
import { type DeploymentFilter, deploymentPages } from '../../api/deployment-pages.ts';
import { ENGINE_SECONDS, useEngine } from '../../api/engine.ts';
import { useIdleSeconds } from '../../api/idle.ts';
import { polling } from '../../api/live.ts';
import { useMe } from '../../api/me.ts';
import { planeNow } from '../../api/plane-time.ts';
import * as queries from '../../api/queries.ts';
import { isInFlight } from '../../api/states.ts';
import { DEFAULT_DAYS, type DeploymentsSearch, deploymentsSearch } from '../../app/search.ts';
import { deploymentsWords } from '../../copy/deployments.ts';
import { copy } from '../../copy.ts';
import { Button } from '../../kit/button.tsx';
import { LiveMark } from '../../kit/live-mark.tsx';
import { useMedia } from '../../kit/media.ts';
import { Empty } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/page.tsx';
import { SkeletonRows } from '../../kit/skeleton.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { Filters } from './filters.tsx';
import { asQuery, notUnderstood } from './question.ts';
import { useSettledRows } from './settled.ts';
import { DeploymentList, DeploymentTable } from './table.tsx';

const words = deploymentsWords;
const route = getRouteApi('/inside/deployments');
const DAY_MS = 86_400_000;

/** The start of the UTC day so many days ago: the same address asks the same question all day. */
const startOf = (days: number): string | undefined =>
  days === 0 ? undefined : new Date(Math.floor(planeNow() / DAY_MS) * DAY_MS - days * DAY_MS).toISOString();

const filterOf = (search: DeploymentsSearch): DeploymentFilter => ({
  service: search.service,
  environment: search.env,
  deliveryGroupId: search.group,
  createdBy: search.by,
  from: startOf(search.days ?? DEFAULT_DAYS),
  ...asQuery(search.state),
});

const useDeployments = (search: DeploymentsSearch) => {
  const idle = useIdleSeconds();
  const client = useQueryClient();
  const look = useInfiniteQuery({
    ...deploymentPages(filterOf(search)),
    ...polling<queries.Pages<Deployment>>(({ pages }) => pages.some((page) => page.items.some(isInFlight)), idle),
  });
  const rows = useMemo(() => look.data?.pages.flatMap((page) => page.items), [look.data]);
  // What the list knows of a deployment is shown at once when its page opens.
  useMemo(() => {
    for (const row of rows ?? []) {
      client.setQueryData(queries.deployment(row.id).queryKey, (known: Deployment | undefined) => known ?? row);
    }
  }, [client, rows]);
  return { look, rows };
};

/** The names of the groups to which the list is limited for this person; nothing for those who see all. */
const useOwnGroups = (): string[] | undefined => {
  const { who, role } = useMe();
  const groups = useQuery(queries.groups).data?.items ?? [];
  if (role !== 'DELIVERY_OWNER') return undefined;
  return groups.flatMap(({ id, name }) => (who?.groupsOwned.includes(id) ? [name] : []));
};

/** In flight first; otherwise newest first, as they come. */
const inFlightFirst = (rows: readonly Deployment[]): Deployment[] => [
  ...rows.filter(isInFlight),
  ...rows.filter((row) => !isInFlight(row)),
];

/** All deployments the person may see, by filters that are part of the address. */
export const Deployments = () => {
  // The router keeps what it does not know beside what was understood.
  const search = deploymentsSearch(route.useSearch());
  const navigate = route.useNavigate();
  const wide = useMedia('(min-width: 1024px)');
  const { look, rows } = useDeployments(search);
  const moving = !!rows?.some(isInFlight);
  useEngine(moving ? ENGINE_SECONDS.list : ENGINE_SECONDS.calm);
  const { shown, fresh, showFresh } = useSettledRows(rows);
  const groups = useOwnGroups();
  const [leftOut] = useState(() => notUnderstood(new URLSearchParams(location.search)));
  const filters = Object.keys(search).filter((key) => key !== 'days');
  const change = (raw: Record<string, unknown>) =>
    void navigate({ search: deploymentsSearch({ ...search, ...raw }), replace: true });

  const body = () => {
    if (look.error && !rows) return <Trouble error={look.error} onRetry={() => void look.refetch()} />;
    if (!shown) return <SkeletonRows rows={12} />;
    if (shown.length === 0) {
      return (
        <Empty title={filters.length > 0 ? words.noMatch : words.emptyTitle}>
          {filters.length > 0 ? (
            <Button onClick={() => void navigate({ search: {} })}>{copy.actions.clearFilters}</Button>
          ) : (
            <p>{words.empty}</p>
          )}
          {groups && <p>{words.ownGroups(groups)}</p>}
        </Empty>
      );
    }
    const List = wide ? DeploymentTable : DeploymentList;
    return <List deployments={inFlightFirst(shown)} />;
  };

  return (
    <>
      <PageHead
        tab={copy.deployments.title}
        title={copy.deployments.title}
        sub={
          <span className="flex flex-wrap items-center gap-x-2">
            <span className="tnum">
              {words.days(search.days ?? DEFAULT_DAYS)}
              {shown && `, ${words.shown(shown.length, look.hasNextPage)}`}
            </span>
            <LiveMark look={look} moving={moving} />
          </span>
        }
      />
      <Filters search={search} onChange={change} />
      {leftOut.length > 0 && <p className="mb-3 text-sm text-warn wrap-anywhere">{words.notUnderstood(leftOut)}</p>}
      {fresh > 0 && (
        <div className="mb-3 text-center">
          <Button onClick={showFresh}>{words.fresh(fresh)}</Button>
        </div>
      )}
      {body()}
      {look.hasNextPage && (
        <div className="mt-4 text-center">
          <Button reason={look.isFetchingNextPage ? copy.loading : undefined} onClick={() => void look.fetchNextPage()}>
            {copy.actions.loadMore}
          </Button>
        </div>
      )}
    </>
  );
};
