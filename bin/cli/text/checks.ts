import type { Check, PolicyFigures } from '../../../lib/contract/admission.ts';
import type { Paint } from './paint.ts';

/** Every rule as it was evaluated, in rule order. */
export const checkLines = (checks: readonly Check[], paint: Paint): string[] =>
  checks.map(({ passed, summary }) => `  ${passed ? paint('good', '✓') : paint('bad', '✗')} ${summary}`);

/** What to know beforehand of the engine. */
export const noteLines = (notes: readonly string[], paint: Paint): string[] =>
  notes.map((note) => `  ${paint('warn', '!')} ${note}`);

/** "3 of 25 deployments, 0 of 10 rollbacks, 0 of 1 places taken" */
export const policyLine = ({ used, limits }: PolicyFigures): string =>
  [
    `${used.dailyDeploys} of ${limits.dailyDeployQuota} deployments`,
    `${used.dailyRollbacks} of ${limits.dailyRollbackQuota} rollbacks`,
    `${used.activeDeployments} of ${limits.maxConcurrentDeployments} places taken`,
  ].join(', ');
