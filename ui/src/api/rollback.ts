import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RollbackPlan } from '../../../lib/contract/admission.ts';
import type { Deployment } from '../../../lib/contract/deployment.ts';
import { copy } from '../copy.ts';
import * as queries from './queries.ts';
import { reasonOf } from './reason.ts';

/** Going back from one deployment: where it would lead, why not, and the way to the confirm. */
export type Rollback = {
  readonly plan: RollbackPlan | undefined;
  readonly label: string;
  readonly reason: string | undefined;
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
};

/** The button names its target, once that is known. */
export const labelOf = (plan: RollbackPlan | undefined): string =>
  plan?.target && plan.allowed ? copy.actions.rollBackTo(plan.target.version) : copy.actions.rollBack;

export const useRollback = (deployment: Deployment, mayNot: string | undefined): Rollback => {
  const [isOpen, setOpen] = useState(false);
  const { data: plan, error } = useQuery(queries.rollbackPlan(deployment.id, deployment.state));
  const refused = plan && !plan.allowed ? plan.refusals[0] : undefined;
  const looking = plan ? undefined : error ? error.message : copy.reasons.planLoading;
  return {
    plan,
    label: labelOf(plan),
    reason: mayNot ?? looking ?? (refused && reasonOf(refused)),
    isOpen,
    open: () => setOpen(true),
    close: () => setOpen(false),
  };
};
