import type { RollbackPlan } from '../../../../lib/contract/admission.ts';
import type { Failure } from '../../../../lib/contract/failure.ts';

/** The one thing to do about a failure, as a button. */
export type NextStep = 'rollback' | 'again' | 'other' | 'report';

/** By what failed, and by what is possible: never a button that would be refused. */
export const nextStepOf = (failure: Failure, plan: RollbackPlan | undefined): NextStep => {
  if (failure.retryable) return 'again';
  switch (failure.category) {
    case 'APP':
    case 'TIMEOUT':
      return plan?.allowed ? 'rollback' : 'other';
    case 'INFRASTRUCTURE':
      return 'again';
    case 'ARTIFACT':
    case 'VALIDATION':
    case 'ROLLBACK':
      return 'other';
    default:
      return 'report';
  }
};
