import type { AdmissionFacts } from '../facts.ts';
import { inScope } from '../ownership.ts';
import type { Rule } from './rule.ts';

/** A refusal here ends the evaluation: nobody learns about a delivery group that is not theirs. */
export const callerInScope: Rule<AdmissionFacts> = {
  id: 'caller-in-scope',
  phase: 'policy',
  codes: ['DELIVERY_GROUP_SCOPE_REQUIRED'],
  twin: 'guard',
  evaluate: ({ caller, group }) => {
    if (!group) return undefined;
    return inScope(caller, group)
      ? { passed: true, summary: `You may deploy for ${group.name}`, facts: { deliveryGroupId: group.id } }
      : {
          passed: false,
          code: 'DELIVERY_GROUP_SCOPE_REQUIRED',
          summary: 'The service belongs to a delivery group that is not yours',
          hint: 'Ask an owner of the group to deploy, or a platform admin to make you an owner.',
          ends: true,
        };
  },
};
