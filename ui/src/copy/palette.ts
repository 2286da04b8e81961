/** The words of the command palette. */
export const paletteWords = {
  title: 'Command palette',
  placeholder: 'Search services, pages and actions',
  nothing: 'Nothing matches',
  page: 'Page',
  service: 'Service',
  action: 'Action',
  failed: 'Failed deployments',
  mine: 'My deployments',
  deploy: (service: string) => `Deploy ${service}`,
  theme: 'Switch between light and dark',
} as const;
