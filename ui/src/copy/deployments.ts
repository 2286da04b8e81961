import { many } from '../copy.ts';

/** The words of the list of deployments. */
export const deploymentsWords = {
  days: (days: number) => (days === 0 ? 'All time' : days === 1 ? 'Last day' : `Last ${days} days`),
  anyState: 'Any state',
  anyService: 'All services',
  anyEnvironment: 'All environments',
  anyGroup: 'All groups',
  anyone: 'By anyone',
  mine: 'By me',
  period: 'Period',
  by: 'By',
  state: 'State',
  service: 'Service',
  version: 'Version',
  environment: 'Environment',
  group: 'Delivery group',
  recipe: 'Recipe',
  started: 'Started',
  duration: 'Duration',
  shown: (count: number, more: boolean) => `${many(count, 'deployment')}${more ? ' shown' : ''}`,
  emptyTitle: 'No deployments yet',
  empty: 'The first one will show here.',
  noMatch: 'No deployment matches these filters',
  fresh: (count: number) => `${count} new`,
} as const;
