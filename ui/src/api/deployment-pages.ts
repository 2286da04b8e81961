import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { Deployment, Outcome, State } from '../../../lib/contract/deployment.ts';
import type { Page } from '../../../lib/contract/list.ts';
import { inFlightStates } from '../../../lib/domain/states.ts';
import { api } from './client.ts';
import { WHOLE_PAGE } from './queries.ts';

export type DeploymentFilter = {
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly deliveryGroupId?: string | undefined;
  readonly state?: State | undefined;
  readonly outcome?: Outcome | undefined;
  /** In any state that is no end, in place of one state. */
  readonly inFlight?: true;
  readonly createdBy?: string | undefined;
  readonly from?: string | undefined;
};

/** Few are in flight at once: the API is asked for each of these states, and all of them are one page. */
const allInFlight = async (filter: Omit<DeploymentFilter, 'inFlight'>, signal: AbortSignal) => {
  const pages = await Promise.all(
    inFlightStates.map((state) =>
      api().deployments.list({ query: { ...filter, state, limit: WHOLE_PAGE } }, { signal }),
    ),
  );
  // What moved on between two of the answers may be in both.
  const items = new Map(pages.flatMap((page) => page.items.map((item) => [item.id, item] as const)));
  return { items: [...items.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt)) };
};

export const deploymentPages = ({ inFlight, ...filter }: DeploymentFilter) =>
  infiniteQueryOptions({
    queryKey: ['deployments', 'pages', inFlight, filter],
    queryFn: ({ signal, pageParam }): Promise<Page<Deployment>> =>
      inFlight
        ? allInFlight(filter, signal)
        : api().deployments.list({ query: { ...filter, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
