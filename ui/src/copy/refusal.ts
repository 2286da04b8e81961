/** The words beside a refusal, wherever it is shown. */
export const refusalWords = {
  unanswered: 'No answer came, so it is not known whether this was done. Trying again is safe: it cannot happen twice.',
  used: (used: number, limit: number) => `${used.toLocaleString('en')} of ${limit.toLocaleString('en')} used`,
  watch: (service: string, version: string) => `Watch ${service} ${version}`,
  it: (service: string, version: string) => `${service} ${version}`,
  startedAt: 'started',
  seeEnvironment: (name: string) => `See the environment ${name}`,
  seeRecipe: (id: string) => `See the recipe ${id}`,
  seeDeployment: 'See the deployment',
} as const;
