import type { FailureCategory } from '../../../lib/contract/failure.ts';

/** What sort of failure it was, for people. */
export const categories: Record<FailureCategory, string> = {
  VALIDATION: 'Not valid',
  POLICY: 'Policy',
  ARTIFACT: 'Artifact',
  INFRASTRUCTURE: 'Infrastructure',
  CONFIG: 'Configuration',
  APP: 'The service itself',
  TIMEOUT: 'Took too long',
  ROLLBACK: 'Rollback',
  UNKNOWN: 'Not recognized',
};
