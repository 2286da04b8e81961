/** The words beside a refusal, wherever it is shown. */
export const refusalWords = {
  used: (used: number, limit: number) => `${used.toLocaleString('en')} of ${limit.toLocaleString('en')} used`,
  watch: (service: string, version: string) => `Watch ${service} ${version}`,
  startedAt: 'started',
} as const;
