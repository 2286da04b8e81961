/** The words of the command palette. */
export const paletteWords = {
  title: 'Command palette',
  placeholder: 'Search services, pages, actions, or a deployment by its id',
  nothing: 'Nothing matches',
  page: 'Page',
  service: 'Service',
  action: 'Action',
  section: (area: string, name: string) => `${area}: ${name}`,
  failed: 'Failed deployments',
  mine: 'My deployments',
  deployment: 'Deployment',
  openDeployment: (id: string) => `Deployment ${id}`,
  deploy: (service: string) => `Deploy ${service}`,
  deployVersion: (service: string, version: string) => `Deploy ${service} ${version}`,
  rollBack: (service: string, environment: string, version: string) =>
    `Roll back ${service} in ${environment} from ${version}`,
  theme: 'Switch between light and dark',
} as const;
