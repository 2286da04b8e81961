import { many } from '../copy.ts';

/** The words of the list of deployments. */
export const deploymentsWords = {
  days: (days: number) => (days === 0 ? 'All time' : days === 1 ? 'Last day' : `Last ${days} days`),
  anyState: 'Any state',
  inFlight: 'In flight',
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
  ownGroups: (groups: readonly string[]) =>
    groups.length > 0
      ? `You see the deployments of your delivery groups: ${groups.join(', ')}. Those of others are for their owners and observers.`
      : 'You own no delivery group, so you see no deployments. Ask your platform team.',
  notUnderstood: (parts: readonly string[]) => `Not understood in this address, and left out: ${parts.join(', ')}`,
  noMatch: 'No deployment matches these filters',
  fresh: (count: number) => `${count} new`,
} as const;
