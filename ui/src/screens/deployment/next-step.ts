import type { RollbackPlan } from '../../../../lib/contract/admission.ts';
import type { Failure } from '../../../../lib/contract/failure.ts';

/** The one thing to do about a failure, as a button. */
export type NextStep = 'rollback' | 'again' | 'other' | 'report';

/** A failed attempt that the hint does not want undone: what ran before is what the record says runs. */
const asksForRollback = ({ actionHint }: Failure): boolean => /^roll back/i.test(actionHint);

/** By what failed, what its hint says and what is possible: never a button that would be refused, or says another thing. */
export const nextStepOf = (failure: Failure, plan: RollbackPlan | undefined): NextStep => {
  if (failure.retryable) return 'again';
  switch (failure.category) {
    case 'APP':
    case 'TIMEOUT':
      return asksForRollback(failure) && plan?.allowed ? 'rollback' : 'other';
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
