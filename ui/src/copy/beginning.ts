/** The words of a plane on which nothing has run yet. */
export const beginningWords = {
  firstTitle: 'Nothing deployed yet',
  first: 'Choose a service below to deploy its first version, and follow it from there.',
  firstDeploy: (service: string) => `Deploy ${service}`,
  firstOther: 'What the owners of these services deploy will show below.',
  emptyTitle: 'No services yet',
  emptyAdmin: 'Add a service and its delivery group under Admin, or many at once from a file with:',
  emptyCommand: 'npm run seed -- services.json',
  emptyOther: 'Ask your platform team to add your service.',
} as const;
