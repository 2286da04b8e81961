/** The words of limits and of how much of them is used. */
export const guardrailWords = {
  title: 'Guardrails now',
  usedOf: (used: number, limit: number) => `${used.toLocaleString('en')} of ${limit.toLocaleString('en')}`,
  deploysToday: 'Deployments today',
  rollbacksToday: 'Rollbacks today',
  active: 'In flight now',
  activeOf: (count: number, limit: number) => `${count.toLocaleString('en')} of ${limit.toLocaleString('en')}`,
  perDay: (limit: number) => `${limit.toLocaleString('en')} a day`,
  deploys: 'Deployments',
  rollbacks: 'Rollbacks',
  recipes: 'Recipes',
  resets: 'Quotas reset',
} as const;
