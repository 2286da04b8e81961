import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AuditFilter } from './audit-filter.ts';
import { api } from './client.ts';

/** The reads of the pages for admins, and of single things that are configured. */

export const group = (groupId: string) =>
  queryOptions({
    queryKey: ['groups', groupId],
    queryFn: ({ signal }) => api().deliveryGroups.get({ params: { groupId } }, { signal }),
  });

export const recipe = (recipeId: string) =>
  queryOptions({
    queryKey: ['recipes', recipeId],
    queryFn: ({ signal }) => api().recipes.get({ params: { recipeId } }, { signal }),
  });

export const environment = (name: string) =>
  queryOptions({
    queryKey: ['environments', name],
    queryFn: ({ signal }) => api().environments.get({ params: { environment: name } }, { signal }),
  });

export const killSwitch = queryOptions({
  queryKey: ['settings', 'kill-switch'],
  queryFn: ({ signal }) => api().settings.killSwitch({}, { signal }),
});

export const rateLimits = queryOptions({
  queryKey: ['settings', 'rate-limits'],
  queryFn: ({ signal }) => api().settings.rateLimits({}, { signal }),
});

export const uiSettings = queryOptions({
  queryKey: ['settings', 'ui'],
  queryFn: ({ signal }) => api().settings.ui({}, { signal }),
});

export const planeSettings = queryOptions({
  queryKey: ['settings', 'plane'],
  queryFn: ({ signal }) => api().settings.plane({}, { signal }),
});

export const ciPublishers = queryOptions({
  queryKey: ['settings', 'ci-publishers'],
  queryFn: ({ signal }) => api().settings.ciPublishers({}, { signal }),
});

export const sanity = queryOptions({
  queryKey: ['sanity'],
  queryFn: ({ signal }) => api().config.sanity({}, { signal }),
});

export const audit = (filter: AuditFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter, limit],
    queryFn: ({ signal, pageParam }) =>
      api().audit.list({ query: { ...filter, limit, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

export const engineStatus = queryOptions({
  queryKey: ['engine', 'status'],
  queryFn: ({ signal }) => api().engine.status({}, { signal }),
});

export const engineApplications = queryOptions({
  queryKey: ['engine', 'applications'],
  queryFn: ({ signal }) => api().engine.applications({}, { signal }),
  retry: false,
});

/** What a recipe may name of an application. */
export const engineDefinitions = (application: string) =>
  queryOptions({
    queryKey: ['engine', 'definitions', application],
    queryFn: ({ signal }) => api().engine.pipelines({ params: { application } }, { signal }),
    retry: false,
  });
