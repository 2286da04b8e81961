import { many } from '../copy.ts';

/** The words of the confirm of a rollback. */
export const rollbackWords = {
  title: (service: string, environment: string) => `Roll back ${service} in ${environment}?`,
  goesBack: (environment: string) => `${environment} goes from`,
  backTo: 'back to',
  ranFrom: (version: string) => `${version} ran from`,
  ranTo: 'to',
  ranFor: (time: string) => `for ${time}`,
  isWhatRuns: (version: string, environment: string) =>
    `According to the record, ${version} is what runs in ${environment}, since`,
  onceMore: (version: string, attempt: string) =>
    `${version} is deployed once more, in case ${attempt} left something behind.`,
  proofArtifact: 'its artifact is verified',
  stops: (version: string) => `The deployment of ${version} is stopped first.`,
  waitsForEnd: (version: string) =>
    `The deployment of ${version} cannot be stopped: the rollback starts by itself when that has ended.`,
  newRecord: 'A new deployment is created; this record stays as it is.',
  uses: (left: number) => `Uses 1 of the ${many(left, 'rollback')} left today.`,
  summary: 'Change summary (optional)',
  summaryHint: (version: string) => `Without one: “Roll back ${version}: …”, with the summary of what is undone`,
  notPossible: 'A rollback is not possible now.',
} as const;
