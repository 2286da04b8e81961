import { type InfiniteData, infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Deployment, DeploymentIntent } from '../../../lib/contract/deployment.ts';
import type { Page } from '../../../lib/contract/list.ts';
import { api } from './client.ts';
import type { DeploymentFilter } from './deployment-pages.ts';

/** A list as far as it was loaded. */
export type Pages<Item> = InfiniteData<Page<Item>, string | undefined>;

/** Every read of the pages, with its key. The first part of a key names what it holds. */

const CONFIGURATION_FRESH_MS = 60_000;
export const WHOLE_PAGE = 200;

export const whoami = queryOptions({
  queryKey: ['whoami'],
  queryFn: ({ signal }) => api().identity.whoami({}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const publicSettings = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => api().settings.public({}, { signal }),
});

export const groups = queryOptions({
  queryKey: ['groups'],
  queryFn: ({ signal }) => api().deliveryGroups.list({ query: { limit: WHOLE_PAGE } }, { signal }),
  staleTime: CONFIGURATION_FRESH_MS,
});

export const environments = queryOptions({
  queryKey: ['environments'],
  queryFn: ({ signal }) => api().environments.list({ query: { limit: WHOLE_PAGE } }, { signal }),
  staleTime: CONFIGURATION_FRESH_MS,
});

export const recipes = queryOptions({
  queryKey: ['recipes'],
  queryFn: ({ signal }) => api().recipes.list({ query: { limit: WHOLE_PAGE } }, { signal }),
  staleTime: CONFIGURATION_FRESH_MS,
});

export const services = (search?: string) =>
  queryOptions({
    queryKey: ['services', search ?? ''],
    queryFn: ({ signal }) => api().services.list({ query: { search, limit: WHOLE_PAGE } }, { signal }),
    staleTime: CONFIGURATION_FRESH_MS,
  });

export const service = (name: string) =>
  queryOptions({
    queryKey: ['service', name],
    queryFn: ({ signal }) => api().services.get({ params: { service: name } }, { signal }),
    staleTime: CONFIGURATION_FRESH_MS,
  });

export const versions = (name: string) =>
  queryOptions({
    queryKey: ['versions', name],
    queryFn: ({ signal }) => api().services.versions({ params: { service: name } }, { signal }),
  });

export const build = (name: string, version: string) =>
  queryOptions({
    queryKey: ['build', name, version],
    queryFn: ({ signal }) => api().builds.get({ params: { service: name, version } }, { signal }),
    staleTime: CONFIGURATION_FRESH_MS,
  });

/** What runs where, page by page; `search` is a prefix of the service's name. */
export const running = (search: string) =>
  infiniteQueryOptions({
    queryKey: ['running', 'pages', search],
    queryFn: ({ signal, pageParam }) =>
      api().running.list({ query: { limit: WHOLE_PAGE, search: search || undefined, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** The places of one service. */
export const placesOf = (name: string) =>
  queryOptions({
    queryKey: ['running', 'service', name],
    queryFn: async ({ signal }) => {
      const page = await api().running.list({ query: { search: name, limit: WHOLE_PAGE } }, { signal });
      return page.items.filter((place) => place.service === name);
    },
  });

/** What a delivery group has in flight in an environment. */
export const inFlightOf = (deliveryGroupId: string, environment: string) =>
  queryOptions({
    queryKey: ['running', 'in flight', deliveryGroupId, environment],
    queryFn: async ({ signal }) => {
      const page = await api().running.list({ query: { deliveryGroupId, environment, limit: WHOLE_PAGE } }, { signal });
      return page.items.filter((place) => place.inFlight);
    },
  });

export const recentDeployments = (filter: Omit<DeploymentFilter, 'inFlight'>, limit: number) =>
  queryOptions({
    queryKey: ['deployments', 'recent', filter, limit],
    queryFn: ({ signal }) => api().deployments.list({ query: { ...filter, limit } }, { signal }),
  });

export const deployment = (id: string) =>
  queryOptions({
    queryKey: ['deployment', id],
    queryFn: ({ signal }): Promise<Deployment> => api().deployments.get({ params: { id } }, { signal }),
  });

export const timeline = (id: string) =>
  queryOptions({
    queryKey: ['deployment', id, 'timeline'],
    queryFn: ({ signal }) => api().deployments.timeline({ params: { id } }, { signal }),
  });

/** `state` is part of the key: what a rollback would do changes when the deployment's state does. */
export const rollbackPlan = (id: string, state: string) =>
  queryOptions({
    queryKey: ['deployment', id, 'rollback-plan', state],
    queryFn: ({ signal }) => api().deployments.rollbackPlan({ params: { id } }, { signal }),
  });

export const validation = (intent: DeploymentIntent) =>
  queryOptions({
    queryKey: ['validation', intent],
    queryFn: ({ signal }) => api().deployments.validate({ body: intent }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
